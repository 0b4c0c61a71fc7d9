/** 1 to 200 characters, none of them a control character. */
export const AGENT_ID_PATTERN = '^[^\\u0000-\\u001f\\u007f]{1,200}$';

const PATTERN = new RegExp(AGENT_ID_PATTERN);

/** Whether an agent can be called so; anything else names none. */
export function isAgentId(text: string): boolean {
  return PATTERN.test(text);
}
