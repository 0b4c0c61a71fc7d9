import type { Container, Pod } from './manifests.js';

/** Volumes that the restricted profile admits. */
const VOLUMES = ['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'persistentVolumeClaim', 'projected', 'secret'];

/**
 * What keeps a pod out of a namespace that enforces the restricted pod security profile, and what ours want beyond it: a read-only root file
 * system, no token of the cluster, and no variables for each service. Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export function violations({ owner, spec }: Pod): string[] {
  const found: string[] = [];
  const demand = (kept: boolean, rule: string, where = owner) => kept || found.push(`${where}: ${rule}`);
  for (const field of ['hostNetwork', 'hostPID', 'hostIPC']) demand(!spec[field], `${field} must not be set`);
  demand(spec['automountServiceAccountToken'] === false, 'automountServiceAccountToken must be false');
  demand(spec['enableServiceLinks'] === false, 'enableServiceLinks must be false');
  for (const { name, ...source } of spec.volumes ?? []) {
    demand(
      Object.keys(source).every((kind) => VOLUMES.includes(kind)),
      `volume ${name} is of a kind that is not admitted`,
    );
  }
  for (const container of [...(spec.initContainers ?? []), ...spec.containers]) {
    confine(container, spec.securityContext ?? {}, (kept, rule) => demand(kept, rule, `${owner}, ${container.name}`));
  }
  return found;
}

function confine(container: Container, ofPod: Record<string, unknown>, demand: (kept: boolean, rule: string) => void): void {
  const own = container.securityContext ?? {};
  const effective = { ...ofPod, ...own } as Record<string, unknown> & { seccompProfile?: { type: string } };
  const { drop = [], add = [] } = (own['capabilities'] ?? {}) as { drop?: string[]; add?: string[] };
  demand(own['privileged'] !== true, 'privileged must not be set');
  demand(own['allowPrivilegeEscalation'] === false, 'allowPrivilegeEscalation must be false');
  demand(own['readOnlyRootFilesystem'] === true, 'readOnlyRootFilesystem must be true');
  demand(drop.includes('ALL'), 'capabilities.drop must have ALL');
  demand(
    add.every((name) => name === 'NET_BIND_SERVICE'),
    'capabilities.add must have nothing but NET_BIND_SERVICE',
  );
  demand(effective['runAsNonRoot'] === true, 'runAsNonRoot must be true');
  demand(effective['runAsUser'] !== 0, 'runAsUser must not be 0');
  demand(
    ['RuntimeDefault', 'Localhost'].includes(effective.seccompProfile?.type ?? ''),
    'seccompProfile must be RuntimeDefault or Localhost',
  );
  demand(
    (container.ports ?? []).every(({ hostPort }) => !hostPort),
    'hostPort must not be set',
  );
}
