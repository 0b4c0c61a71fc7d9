import type { TObject } from '@sinclair/typebox';
import { TypeCompiler, type TypeCheck, type ValueError } from '@sinclair/typebox/compiler';
import type { CommandSpec } from '@skein/fleet';
import type { Command } from './command.js';

/** Longest value that a refusal repeats, in characters. */
const LONGEST_SHOWN = 100;

/** All that an agent can be told to do: an allow-list that no server can widen. */
export class Registry {
  private readonly commands = new Map<string, { command: Command; check: TypeCheck<TObject> }>();

  constructor(commands: readonly Command[]) {
    for (const command of commands) this.commands.set(command.name, { command, check: TypeCompiler.Compile(command.args) });
  }

  find(name: string): Command | undefined {
    return this.commands.get(name)?.command;
  }

  describe(): CommandSpec[] {
    return [...this.commands.values()].map(({ command: { name, description, args } }) => ({ name, description, args_schema: { ...args } }));
  }

  /** Why a command will not be carried out, naming what there is or which argument is wrong; null where it will. */
  refusal(name: string, args: unknown): string | null {
    const found = this.commands.get(name);
    if (!found) return `There is no command ${shown(name)}. There are: ${[...this.commands.keys()].join(', ')}.`;
    const { command, check } = found;
    if (check.Check(args)) return null;
    // The first error of each argument says it; those that follow come of it.
    const errors = new Map([...check.Errors(args)].reverse().map((error) => [error.path, error]));
    const wrong = [...errors.values()].reverse().map((error) => inWords(error, Object.keys(command.args.properties)));
    return `${name}: ${wrong.join('; ')}.`;
  }
}

function inWords({ path, value, message, schema }: ValueError, known: readonly string[]): string {
  const argument = path.slice(1);
  if (!known.includes(argument.split('/')[0] ?? '')) {
    return `there is no argument ${shown(argument)}; there are: ${known.join(', ') || 'none'}`;
  }
  const accepted = choices(schema) ?? message.replace(/^Expected /, '');
  if (value === undefined) return `argument "${argument}" is missing`;
  return `argument "${argument}" is ${shown(value)}; accepted: ${accepted}`;
}

function choices(schema: object): string | null {
  if (!('anyOf' in schema)) return null;
  return (schema.anyOf as { const?: unknown }[]).map(({ const: choice }) => String(choice)).join(', ');
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}
