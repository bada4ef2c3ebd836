import { bootstrap } from './bootstrap.mjs';

bootstrap('hosts.ts');
