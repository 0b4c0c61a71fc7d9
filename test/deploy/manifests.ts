import { parseAllDocuments } from 'yaml';
import { output } from './tools.js';

/** Whatever a manifest says, read as far as a check needs. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string> };
  spec?: Record<string, unknown>;
  data?: Record<string, string>;
}

export interface Pod {
  owner: string;
  labels: Record<string, string>;
  spec: PodSpec;
}

export interface PodSpec extends Record<string, unknown> {
  securityContext?: Record<string, unknown>;
  containers: Container[];
  initContainers?: Container[];
  volumes?: Array<{ name: string } & Record<string, unknown>>;
  topologySpreadConstraints?: Array<{ topologyKey: string }>;
}

export interface Container extends Record<string, unknown> {
  name: string;
  image: string;
  env?: Array<{ name: string; value?: string; valueFrom?: { secretKeyRef?: { name: string; key: string } } }>;
  envFrom?: Array<{ configMapRef?: { name: string } }>;
  ports?: Array<{ name: string; containerPort: number; hostPort?: number }>;
  volumeMounts?: Array<{ name: string }>;
  securityContext?: Record<string, unknown>;
}

/** What `kubectl apply -k` of an overlay would send. */
export function render(overlay: string): Manifest[] {
  const text = output('kubectl', ['kustomize', `deploy/k8s/overlays/${overlay}`]);
  return parseAllDocuments(text, { strict: true, uniqueKeys: true }).map((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    return document.toJS() as Manifest;
  });
}

/** The pods that the manifests make. */
export function podsOf(manifests: Manifest[]): Pod[] {
  return manifests.flatMap(({ kind, metadata, spec }) => {
    const template = spec?.['template'] as { metadata: { labels: Record<string, string> }; spec: PodSpec } | undefined;
    return template ? [{ owner: `${kind} ${metadata.name}`, labels: template.metadata.labels, spec: template.spec }] : [];
  });
}

export const selects = (selector: Record<string, string>, labels: Record<string, string>): boolean =>
  Object.entries(selector).every(([key, value]) => labels[key] === value);
