/** The members of a path of the OpenAPI document that are operations of this API. */
export const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;
