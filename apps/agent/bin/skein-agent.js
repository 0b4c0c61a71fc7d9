#!/usr/bin/env node
import { createRequire } from 'node:module';

// Loaded with require, a quarter sooner than with import; and only here, because npm links this file at its install, before dist/ is there.
createRequire(import.meta.url)('../dist/bundle/main.js');
