import { SetMetadata } from '@nestjs/common';

/** Credentials that belong to one kind of route, beside the operator's token. */
export const OWN_CREDENTIALS = ['enrolment', 'agent'] as const;
export type OwnCredential = (typeof OWN_CREDENTIALS)[number];

/** What a request for a route must carry; without a declaration it is the operator's token. */
export type RouteAccess = 'public' | OwnCredential;

/** Metadata key of the access of a route: of its method, or of its whole controller. */
export const ROUTE_ACCESS = 'skein:route-access';

/** The route answers everybody, also where the server has tokens. */
export const Public = () => SetMetadata<string, RouteAccess>(ROUTE_ACCESS, 'public');

/** Where agents are enrolled, the route asks for this credential instead of the operator's token. */
export const Credential = (kind: OwnCredential) => SetMetadata<string, RouteAccess>(ROUTE_ACCESS, kind);

const PROVEN = Symbol('agent that the request comes from');

/** Notes that a request carries the secret of an agent, so that the handler need not look it up again. */
export function markProven(request: object, agentId: string): void {
  (request as { [PROVEN]?: string })[PROVEN] = agentId;
}

/** Whether the door has found that a request carries the secret of this agent. */
export function isProven(request: object, agentId: string): boolean {
  return (request as { [PROVEN]?: string })[PROVEN] === agentId;
}
