/** Gives names to what has none: the base name, or the base name with `#2`, `#3` … where that is taken. Names that were given win. */
export class UniqueNames {
  private readonly taken: Set<string>;
  /** The last suffix tried per base, so that a thousand parallel links do not each try a thousand names. */
  private readonly tried = new Map<string, number>();

  /** @param elsewhere whether a name is taken by what is not among the given */
  constructor(
    given: Iterable<string>,
    private readonly elsewhere: (name: string) => boolean = () => false,
  ) {
    this.taken = new Set(given);
  }

  name(base: string): string {
    let name = base;
    if (this.isTaken(base)) {
      let suffix = this.tried.get(base) ?? 1;
      do name = `${base}#${++suffix}`;
      while (this.isTaken(name));
      this.tried.set(base, suffix);
    }
    this.taken.add(name);
    return name;
  }

  private isTaken(name: string): boolean {
    return this.taken.has(name) || this.elsewhere(name);
  }
}
