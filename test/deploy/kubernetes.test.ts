import { describe, expect, it } from '@jest/globals';
import { podsOf, render, selects, type Manifest } from './manifests.js';
import { violations } from './restricted.js';
import { missing, skipped } from './tools.js';
import { typeErrors } from './typed-literals.js';

/** What docs/operations.md tells people to put into the secret. */
const SECRETS = ['DATABASE_URL', 'SKEIN_API_TOKEN', 'SKEIN_ENROLMENT_TOKEN', 'POSTGRES_PASSWORD'];

const without = skipped('the Kubernetes manifests', missing('kubectl', ['version', '--client'], /Kustomize Version: v[5-9]/));
const overlays = without ? [] : ['local', 'production'].map((name) => ({ name, manifests: render(name) }));

const ofKind = (manifests: Manifest[], kind: string) => manifests.filter((manifest) => manifest.kind === kind);
const named = (manifests: Manifest[]) => manifests.map(({ metadata }) => metadata.name).sort();

(without ? describe.skip : describe)('the Kubernetes manifests', () => {
  it('have no field that Kubernetes does not know, and none of another type', () => {
    expect(typeErrors(overlays.flatMap(({ manifests }) => manifests))).toEqual([]);
  });

  it('would not pass with a misspelt field, or a number that must be text, deep inside', () => {
    const server = ofKind(overlays[0]?.manifests ?? [], 'Deployment').find(({ metadata }) => metadata.name === 'skein-server')!;
    const misspelt = JSON.parse(JSON.stringify(server).replace('"periodSeconds"', '"periodSecond"')) as Manifest;
    const number = JSON.parse(JSON.stringify(server).replace('"250m"', '1').replace('"8000"', '8000')) as Manifest;
    expect(typeErrors([misspelt]).join()).toMatch(/periodSecond/);
    expect(typeErrors([number]).join()).toMatch(/number.*string/);
  });

  it('make pods that the restricted profile admits, which cannot write but to their volumes', () => {
    const pods = overlays.flatMap(({ manifests }) => podsOf(manifests));
    expect(pods.length).toBe(7);
    expect(pods.flatMap(violations)).toEqual([]);
    const [pod] = pods;
    const loose = { ...pod, spec: { ...pod.spec, hostNetwork: true, securityContext: {} } };
    expect(violations(loose).join()).toMatch(/hostNetwork.*runAsNonRoot.*seccompProfile/);
  });

  it('hold no secret, and ask for none that is not documented', () => {
    for (const { manifests } of overlays) {
      expect(ofKind(manifests, 'Secret')).toEqual([]);
      const variables = podsOf(manifests).flatMap(({ spec }) => spec.containers.flatMap(({ env = [] }) => env));
      const secret = variables.filter(({ name }) => /URL|TOKEN|PASSWORD|SECRET/.test(name));
      expect(secret.length).toBeGreaterThan(3);
      for (const { valueFrom } of secret) expect(valueFrom?.secretKeyRef?.name).toBe('skein-secrets');
      for (const { valueFrom } of secret) expect(SECRETS).toContain(valueFrom?.secretKeyRef?.key);
    }
  });

  it('refer to nothing that is not there', () => {
    for (const { manifests } of overlays) {
      const pods = podsOf(manifests);
      const owners = pods.map(({ owner }) => owner);
      const configs = named(ofKind(manifests, 'ConfigMap'));
      for (const { spec } of pods) {
        for (const container of spec.containers) {
          for (const { configMapRef } of container.envFrom ?? []) expect(configs).toContain(configMapRef?.name);
          const ports = (container.ports ?? []).map(({ name }) => name);
          for (const [, port] of JSON.stringify(container).matchAll(/"port":"(\w+)"/g)) expect(ports).toContain(port);
        }
        const keys = (spec.topologySpreadConstraints ?? []).map(({ topologyKey }) => topologyKey);
        expect(keys).toEqual([...new Set(keys)]);
      }
      for (const { spec } of ofKind(manifests, 'HorizontalPodAutoscaler')) {
        const { kind, name } = spec?.['scaleTargetRef'] as { kind: string; name: string };
        expect(owners).toContain(`${kind} ${name}`);
      }
      const selectors = [
        ...ofKind(manifests, 'Service'),
        ...ofKind(manifests, 'PodDisruptionBudget'),
        ...ofKind(manifests, 'NetworkPolicy'),
      ].map(
        ({ spec }) => (spec?.['selector'] ?? spec?.['podSelector']) as Record<string, string> & { matchLabels?: Record<string, string> },
      );
      for (const selector of selectors) {
        expect(pods.some(({ labels }) => selects(selector.matchLabels ?? selector, labels))).toBe(true);
      }
    }
  });

  it('differ as the overlays say: a database of its own here, encrypted and spread there', () => {
    const [local, production] = overlays.map(({ manifests }) => manifests) as [Manifest[], Manifest[]];
    expect(named(ofKind(local, 'StatefulSet'))).toEqual(['postgres']);
    expect(named(ofKind(production, 'StatefulSet'))).toEqual([]);
    expect(ofKind(production, 'Ingress')[0]?.spec).toHaveProperty('tls');
    expect(JSON.stringify(ofKind(production, 'Deployment'))).toContain('DoNotSchedule');
    for (const manifests of [local, production]) {
      expect(named(ofKind(manifests, 'HorizontalPodAutoscaler'))).toEqual(['skein-agent', 'skein-server']);
      expect(named(ofKind(manifests, 'Job'))).toEqual(['skein-migrate']);
      expect(manifests.filter(({ metadata, kind }) => kind !== 'Namespace' && metadata.namespace !== 'skein')).toEqual([]);
    }
  });
});
