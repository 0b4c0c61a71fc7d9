/**
 * 1 to 200 characters, none of them a control character, nor half of a surrogate pair: two such ids would become one in UTF-8. `.` and `..` are left out,
 * because clients take them out of a URL's path.
 */
export const AGENT_ID_PATTERN = '^(?!\\.{1,2}$)(?:[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]|[\\ud800-\\udbff][\\udc00-\\udfff]){1,200}$';

/** In UTF-16 units. */
export const AGENT_ID_LENGTH = 200;

const PATTERN = new RegExp(AGENT_ID_PATTERN);

/** Whether an agent can be called so; anything else names none. */
export function isAgentId(text: string): boolean {
  return text.length <= AGENT_ID_LENGTH && PATTERN.test(text);
}
