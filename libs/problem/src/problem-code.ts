/** Every code a Skein answer can carry, with the HTTP status and the title that go with it. */
export const PROBLEMS = {
  not_json: { status: 400, title: 'The request body is not JSON' },
  bad_request: { status: 400, title: 'The request could not be read' },
  unauthorized: { status: 401, title: 'The request carries no token that this server knows' },
  foreign_origin: { status: 403, title: 'The request comes from a page that is not of this server' },
  not_found: { status: 404, title: 'There is nothing here' },
  unknown_simulation: { status: 404, title: 'There is no such simulation' },
  request_timeout: { status: 408, title: 'The request did not arrive in time' },
  illegal_transition: { status: 409, title: 'The simulation is in a status that does not allow this' },
  version_conflict: { status: 409, title: 'The simulation was changed by someone else meanwhile' },
  idempotency_key_reused: { status: 409, title: 'The Idempotency-Key belongs to another request' },
  results_pending: { status: 409, title: 'The simulation has not started, so there are no results yet' },
  no_results: { status: 409, title: 'The simulation ended without results' },
  precondition_failed: { status: 412, title: 'The simulation is not at the version that If-Match asks for' },
  too_large: { status: 413, title: 'The request body is too large' },
  unsupported_media_type: { status: 415, title: 'The request body is not declared as JSON' },
  validation_failed: { status: 422, title: 'The request does not validate' },
  too_many_requests: { status: 429, title: 'The sender has sent too many requests' },
  headers_too_large: { status: 431, title: 'The header of the request is too large' },
  internal: { status: 500, title: 'Skein made a mistake' },
  backlog_full: { status: 503, title: 'Too many simulations are pending' },
  unavailable: { status: 503, title: 'Skein cannot answer just now; try again' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;
