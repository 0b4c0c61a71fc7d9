import { ask, compile } from './native.js';

const FLAGS = ['-std=c++17', '-O3', '-Wall', '-Wextra'];
const MODULES = ['core', 'network', 'internet', 'point-to-point'];

export const HOW_TO_INSTALL =
  'bench:ns3 needs ns-3 with its headers, a C++ compiler and pkg-config. On Debian or Ubuntu: apt-get install libns3-dev g++ pkg-config';

export interface Ns3 {
  program: string;
  version: string;
}

/** The compiled peer, or null where ns-3 or a compiler is missing. */
export function buildNs3(): Ns3 | null {
  if (ask('g++', '--version') === null) return null;
  // Named ns3-core by Debian, ns3.NN-core or ns3.NN-core-optimized by ns-3's own installer.
  const core = ask('pkg-config', '--list-all')?.match(/^((?:lib)?ns3[\d.]*-)core(-\w+)?(?=\s)/m);
  if (!core) return null;
  const [name, prefix, suffix = ''] = core;
  const packages = MODULES.map((module) => `${prefix}${module}${suffix}`);
  const version = ask('pkg-config', '--modversion', name);
  const libraries = ask('pkg-config', '--libs-only-L', '--libs-only-l', ...packages);
  if (version === null || libraries === null) return null;
  // Debian's files also name what the libraries were linked with, which need not be installed to link with them.
  const ours = libraries.split(/\s+/).filter((flag) => /^-L|^-lns3/.test(flag));
  const includes = (ask('pkg-config', '--cflags-only-I', name) ?? '').split(/\s+/).filter((flag) => /^-I[\w/.-]+$/.test(flag));
  return { program: compile('g++', 'ns3/peer.cc', [...FLAGS, ...includes], ours), version };
}
