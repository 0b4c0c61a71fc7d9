import type { OpenAPIObject } from '@nestjs/swagger';
import { API_TOKEN } from './declare-access.js';

type Matcher = (method: string, path: string) => boolean;

interface Way {
  method: string;
  /** Of its path; some are parameters. */
  steps: string[];
}

/**
 * The operations that look at credentials of another kind themselves: those that the OpenAPI document names a security scheme for which is
 * not the operator's token (`@ApiSecurity('…')` at the route). What the document says is what is enforced; it is looked at when it first matters.
 */
export function operationsWithOwnCredentials(document: () => OpenAPIObject): Matcher {
  let ways: readonly Way[] | undefined;
  return (method, path) => {
    const steps = path.split('/');
    ways ??= waysOf(document());
    return ways.some(
      (way) => way.method === method && way.steps.length === steps.length && way.steps.every((step, i) => fits(step, steps[i])),
    );
  };
}

function waysOf({ paths }: OpenAPIObject): Way[] {
  return Object.entries(paths).flatMap(([template, item]) =>
    Object.entries(item as Record<string, { security?: Record<string, string[]>[] } | undefined>)
      .filter(([, operation]) => operation?.security?.length && !operation.security.some((schemes) => API_TOKEN in schemes))
      .map(([method]) => ({ method: method.toUpperCase(), steps: template.split('/') })),
  );
}

function fits(step: string, given: string): boolean {
  return step.startsWith('{') ? given !== '' : step === given;
}
