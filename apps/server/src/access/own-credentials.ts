import type { OpenAPIObject } from '@nestjs/swagger';
import { API_TOKEN } from './declare-access.js';

type Matcher = (method: string, path: string) => boolean;

/**
 * The operations that look at credentials of another kind themselves: those that the OpenAPI document names a security scheme for which is
 * not the operator's token (`@ApiSecurity('…')` at the route). What the document says is what is enforced.
 */
export function operationsWithOwnCredentials({ paths }: OpenAPIObject): Matcher {
  const ways = Object.entries(paths).flatMap(([template, item]) =>
    Object.entries(item as Record<string, { security?: Record<string, string[]>[] } | undefined>)
      .filter(([, operation]) => operation?.security?.length && !operation.security.some((schemes) => API_TOKEN in schemes))
      .map(([method]) => ({ method: method.toUpperCase(), steps: template.split('/') })),
  );
  return (method, path) => {
    const steps = path.split('/');
    return ways.some(
      (way) => way.method === method && way.steps.length === steps.length && way.steps.every((step, i) => fits(step, steps[i])),
    );
  };
}

function fits(step: string, given: string): boolean {
  return step.startsWith('{') ? given !== '' : step === given;
}
