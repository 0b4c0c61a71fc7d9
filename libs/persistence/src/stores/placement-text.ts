import type { Placement } from '@skein/topology';

/** A placement as its column has it: its name, or its JSON, which an id in quotes and braces cannot be taken for. */
export function placementText(placement: Placement): string {
  return typeof placement === 'string' ? placement : JSON.stringify(placement);
}

export function placementOf(text: string): Placement {
  return text.startsWith('{') ? (JSON.parse(text) as Placement) : (text as Placement);
}
