import { Ajv, type ValidateFunction } from 'ajv';
import type { Answered } from '../support/http.js';
import type { Declared, OpenApi, Operation, Schema } from './document.js';

const PROBLEM = /^application\/problem\+json\b/;

/** Says what is wrong with an answer, by the document of who gave it; null: nothing. */
export class Verdict {
  private readonly ajv = new Ajv({ strict: false, validateFormats: false, allErrors: false });
  private readonly validators = new Map<Schema, ValidateFunction>();
  private readonly problem: Schema = { $ref: '#/components/schemas/ProblemSchema' };

  constructor(document: OpenApi) {
    this.ajv.addSchema({ components: { schemas: jsonSchema(document.components.schemas) } }, 'openapi');
  }

  /** Of an operation: its status is declared, its code for that status too, its body is as the schema says. */
  ofOperation(operation: Operation, answer: Answered): string | null {
    if (answer.status >= 400) {
      const wrong = this.ofRefusal(answer);
      const { code } = wrong === null ? (JSON.parse(answer.text) as { code: string }) : { code: '' };
      return wrong ?? (codesOf(operation, answer.status).includes(code) ? null : `code ${code} is not declared for ${answer.status}`);
    }
    const declared = operation.responses[answer.status] as Declared | undefined;
    if (!declared) return `status ${answer.status} is not declared`;
    const [type, media] = Object.entries(declared.content ?? {})[0] ?? [];
    if (type === undefined) return answer.text === '' ? null : 'a body where none is declared';
    if (!String(answer.headers['content-type']).startsWith(type)) return `content type ${String(answer.headers['content-type'])}`;
    return type === 'application/json' && media?.schema ? this.fits(media.schema, answer.text) : null;
  }

  /** Of anything that is refused, also where no operation is meant. */
  ofRefusal({ status, headers, text }: Answered): string | null {
    if (status >= 500 && !(status === 503 && headers['retry-after'] !== undefined)) return `status ${status}`;
    if (status === 401 && !headers['www-authenticate']) return '401 without WWW-Authenticate';
    if (!PROBLEM.test(String(headers['content-type']))) return `a refusal as ${String(headers['content-type'])}`;
    return this.fits(this.problem, text) ?? ((JSON.parse(text) as { status: number }).status === status ? null : 'another status inside');
  }

  private fits(schema: Schema, text: string): string | null {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return 'a body that is not JSON';
    }
    let validate = this.validators.get(schema);
    if (!validate) {
      validate = this.ajv.compile(JSON.parse(JSON.stringify(jsonSchema(schema)).replaceAll('"#/', '"openapi#/')) as object);
      this.validators.set(schema, validate);
    }
    return validate(value) ? null : `a body that its schema does not allow: ${this.ajv.errorsText(validate.errors)}`;
  }
}

/** The codes that an operation declares for a status: in a response of that status or, where there is none, in the one for all others. */
function codesOf({ responses }: Operation, status: number): string[] {
  const own = responses[status] as Declared | undefined;
  const codes = own?.['x-codes'] ?? responses['default']?.['x-codes'] ?? [];
  return Array.isArray(codes) ? codes : (codes[status] ?? []);
}

/** OpenAPI 3.0 says `nullable` and `exclusiveMinimum` otherwise than JSON Schema does. */
function jsonSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(jsonSchema);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { nullable, exclusiveMinimum, minimum, example: _, default: __, ...rest } = schema as Record<string, unknown>;
  const plain: Record<string, unknown> = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, jsonSchema(value)]));
  if (minimum !== undefined) plain[exclusiveMinimum === true ? 'exclusiveMinimum' : 'minimum'] = jsonSchema(minimum);
  return nullable === true ? { anyOf: [{ type: 'null' }, plain] } : plain;
}
