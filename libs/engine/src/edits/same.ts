/** Whether two things of plain JSON have equal members, in whatever order. */
export function same<T extends object>(one: T, other: T): boolean {
  const members = Object.keys(one) as (keyof T)[];
  return (
    members.length === Object.keys(other).length && members.every((member) => JSON.stringify(one[member]) === JSON.stringify(other[member]))
  );
}
