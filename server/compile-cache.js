import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Preloaded (`node --import`): what Node.js has made of the source is kept beside the built client when the
// server ends, so that only the first start of a release takes types away and compiles. Where nothing can be
// written, nothing is. In JavaScript, because what takes types away takes 70 ms to load itself.
enableCompileCache(join(import.meta.dirname, '../dist/compiled'));
