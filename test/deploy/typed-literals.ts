import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import type { Manifest } from './manifests.js';

/**
 * Writes each manifest as a literal of the type that Kubernetes declares for it, and compiles that: the compiler takes no unknown field in a
 * fresh literal, and no value of another type, however deep.
 * @returns what the compiler says; nothing where all is well
 */
export function typeErrors(manifests: Manifest[]): string[] {
  const text = manifests.map((manifest, i) => `export const m${i}: ${typeOf(manifest)} = ${JSON.stringify(manifest, null, 1)};`).join('\n');
  // Where the compiler finds node_modules.
  mkdirSync('.tmp', { recursive: true });
  const folder = mkdtempSync(path.resolve('.tmp', 'manifests-'));
  try {
    const file = path.join(folder, 'manifests.ts');
    writeFileSync(file, text);
    const options = { strict: true, noEmit: true, skipLibCheck: true, types: [], module: ts.ModuleKind.ESNext };
    const program = ts.createProgram([file], { ...options, moduleResolution: ts.ModuleResolutionKind.Bundler });
    return ts.getPreEmitDiagnostics(program).map((diagnostic) => told(diagnostic, text));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function told({ messageText, start }: ts.Diagnostic, text: string): string {
  const where = start === undefined ? '' : text.slice(text.lastIndexOf('\n', start) + 1, start + 40).split('\n')[0];
  return `${where}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
}

function typeOf({ apiVersion, kind }: Manifest): string {
  const [group = '', version] = apiVersion.includes('/') ? apiVersion.split('/') : ['core', apiVersion];
  return `import('kubernetes-types/${group.replace(/\.k8s\.io$/, '')}/${version}.d.ts').${kind}`;
}
