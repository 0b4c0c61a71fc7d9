#!/usr/bin/env node
// npm links this at its install, before dist/ is there.
import '../dist/main.js';
