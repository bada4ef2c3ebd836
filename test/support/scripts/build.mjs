import { bootstrap } from './bootstrap.mjs';

bootstrap('build.ts');
