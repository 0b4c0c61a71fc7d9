import { Injectable, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { AGENT_SOCKET } from '@skein/fleet/nest';
import { type OwnCredential, ROUTE_ACCESS, type RouteAccess } from '@skein/problem/nest';

/** Where Swagger UI and the API's description are; these routes have no controller. */
export const DOCUMENT_PATHS = ['/docs', '/openapi.json', '/openapi.yaml'] as const;

export interface Route {
  method: string;
  /** Its parameters begin with a colon. */
  template: string;
  access: RouteAccess | 'token';
}

interface OwnRoute {
  credential: OwnCredential;
  /** The agent that the path names; undefined where it names none. */
  agentId: string | undefined;
}

interface Compiled extends Route {
  pattern: RegExp;
}

/**
 * Every route of the server and the credential that it asks for, from the metadata of the controllers (`@Public()`, `@Credential()`).
 * A route without such metadata asks for the operator's token, and so does a path without a route.
 */
@Injectable()
export class RouteTable {
  private compiled: readonly Compiled[] | undefined;
  private publicPaths: ReadonlySet<string> | undefined;
  private ownRoutes: readonly Compiled[] | undefined;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  /** Public paths are compared literally: a path that the router would take for one of them but is written otherwise is not public. */
  isPublic(path: string): boolean {
    this.publicPaths ??= new Set(this.routes.filter(({ access }) => access === 'public').map(({ template }) => template));
    return this.publicPaths.has(path) || path.startsWith('/docs/');
  }

  /** The route with a credential of its own that this request is for, matched as Express would; null: none. */
  own(method: string, path: string): OwnRoute | null {
    this.ownRoutes ??= this.routes.filter(({ access }) => access === 'agent' || access === 'enrolment');
    for (const route of this.ownRoutes) {
      const match = route.method === method ? route.pattern.exec(path) : null;
      if (match) return { credential: route.access as OwnCredential, agentId: decoded(match.groups?.['agent_id']) };
    }
    return null;
  }

  /** The methods of a path for `Allow`; empty where there is no such path. */
  methodsOf(path: string): string[] {
    const methods = new Set(
      this.routes.filter((route) => route.template !== AGENT_SOCKET && route.pattern.test(path)).map(({ method }) => method),
    );
    if (methods.has('GET')) methods.add('HEAD');
    return [...methods].sort();
  }

  get routes(): readonly Compiled[] {
    return (this.compiled ??= this.explore().map((route) => ({ ...route, pattern: patternOf(route.template) })));
  }

  private explore(): Route[] {
    const documents = DOCUMENT_PATHS.map((template): Route => ({ method: 'GET', template, access: 'public' }));
    const controllers = this.discovery
      .getControllers()
      .flatMap(({ metatype }) => (typeof metatype === 'function' ? this.routesOf(metatype) : []));
    return [...controllers, ...documents, { method: 'GET', template: AGENT_SOCKET, access: 'agent' }];
  }

  private routesOf(controller: NonNullable<ReturnType<DiscoveryService['getControllers']>[number]['metatype']>): Route[] {
    const prototype = controller.prototype as Record<string, unknown>;
    return this.scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name] as () => unknown;
      const method = this.reflector.get<RequestMethod | undefined>(METHOD_METADATA, handler);
      if (method === undefined) return [];
      const access =
        this.reflector.getAllAndOverride<RouteAccess | undefined>(ROUTE_ACCESS, [handler, controller as () => unknown]) ?? 'token';
      const under = this.reflector.get<string>(PATH_METADATA, controller);
      const paths = [this.reflector.get<string | string[]>(PATH_METADATA, handler)].flat();
      return paths.map((path): Route => ({ method: RequestMethod[method], template: joined(under, path), access }));
    });
  }
}

function joined(...parts: string[]): string {
  return `/${parts
    .flatMap((part) => part.split('/'))
    .filter(Boolean)
    .join('/')}`;
}

/** As Express matches by default: letters in either case, and a slash at the end or none. */
function patternOf(template: string): RegExp {
  const escaped = template.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}/?$`, 'i');
}

function decoded(text: string | undefined): string | undefined {
  try {
    return text && decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
