import { isObject } from '../reading/examine.js';

/** Members of an input as they were sent: any of them may be of a wrong type, which has been reported already. */
export type Sent<T extends object> = { readonly [member in keyof T]?: unknown };

/** The elements of a list that are objects, with their positions; nothing where it is no list, or one that is too long to look at. */
export function* objectsIn<T extends object>(list: unknown, most: number): Generator<[index: number, element: Sent<T>]> {
  if (!Array.isArray(list) || list.length > most) return;
  for (let index = 0; index < list.length; index++) {
    const element: unknown = list[index];
    if (isObject(element)) yield [index, element];
  }
}

/** Whether an optional member was given; null says that it was not. */
export function given(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** An id that could be one; a wrong one has been reported already. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
