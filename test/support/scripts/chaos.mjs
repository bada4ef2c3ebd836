import { bootstrap } from './bootstrap.mjs';

bootstrap('chaos.ts');
