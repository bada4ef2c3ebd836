import { added, patched, type Shape } from '../shape.ts';

const root = `@Module({
  imports: [A«, BackgroundJobsModule.forRoot()»],
})
export class AppModule {}
`;

/** Where the import goes. */
export const importSections: readonly Shape[] = [
  patched(
    'default import last',
    `import { Module } from '@nestjs/common';
import A from './a';${added}

${root}`,
  ),
  patched(
    'import of several lines last',
    `import { Module } from '@nestjs/common';
import {
  A,
  B,
} from './modules';${added}

${root}`,
  ),
  patched(
    'only namespace imports',
    `import * as common from '@nestjs/common';
import * as modules from './modules';${added}

@common.Module({
  imports: [modules.A«, BackgroundJobsModule.forRoot()»],
})
export class AppModule {}
`,
    { stubs: { './modules': 'export declare class A {}' } },
  ),
  patched(
    "from '...' in a comment below",
    `import { Module } from '@nestjs/common';
import { A } from './modules';${added}

// import { B } from './b';
/* taken from './legacy' */
${root}`,
  ),
  patched(
    'code between imports',
    `import { Module } from '@nestjs/common';

const started = Date.now();

import { A } from './modules';${added}

export { started };

${root}`,
  ),
  patched(
    'side-effect imports between',
    `import 'reflect-metadata';
import { Module } from '@nestjs/common';
import './polyfills';
import { A } from './modules';
import './instrumentation';${added}

${root}`,
    { stubs: { 'reflect-metadata': '', './polyfills': '', './instrumentation': '', './modules': 'export declare class A {}' } },
  ),
  patched(
    'type import last',
    `import { Module } from '@nestjs/common';
import { A } from './modules';
import type { B } from './types';${added}

export type Feature = B;

${root}`,
  ),
  patched(
    'import = require last',
    `import { Module } from '@nestjs/common';
import A = require('./a');${added}

${root}`,
    { stubs: { './a': 'declare class A {}\nexport = A;' } },
  ),
  patched(
    'comment behind the last import',
    `import { Module } from '@nestjs/common';
import { A } from './modules'; // the features${added}

${root}`,
  ),
  patched(
    'another statement on the line of the last import',
    `import { Module } from '@nestjs/common';
import { A } from './modules';«
import { BackgroundJobsModule } from './background-jobs/background-jobs.module';» export const started = Date.now();

${root}`,
    { styleBound: 'the semicolon between the two statements stays' },
  ),
  patched(
    'header comment and directive',
    `/**
 * The root of the shop.
 */
'use strict';

import { Module } from '@nestjs/common';
import { A } from './modules';${added}

${root}`,
  ),
  patched(
    'shebang',
    `#!/usr/bin/env node
import { Module } from '@nestjs/common';
import { A } from './modules';${added}

${root}`,
  ),
  patched(
    'file without imports',
    `«import { BackgroundJobsModule } from './background-jobs/background-jobs.module';

»const { Module } = require('@nestjs/common');

/** The root. */
@Module({« imports: [BackgroundJobsModule.forRoot()] »})
export class AppModule {}
`,
    { uncompilable: 'require without the types of Node' },
  ),
  patched(
    'file without imports, below its header',
    `// @ts-nocheck
/* eslint-disable */«

import { BackgroundJobsModule } from './background-jobs/background-jobs.module';»
const { Module } = require('@nestjs/common');

@Module({« imports: [BackgroundJobsModule.forRoot()] »})
export class AppModule {}
`,
    { uncompilable: 'unchecked by its own wish' },
  ),
  patched(
    'sorted imports',
    `import { Module } from '@nestjs/common';
import { A } from '@shop/modules';
import { B } from '../b';
import { C } from './a-feature';«
import { BackgroundJobsModule } from './background-jobs/background-jobs.module';»
import { D } from './d-feature';
import { E } from './e-feature';

@Module({
  imports: [A, B, C, D, E«, BackgroundJobsModule.forRoot()»],
})
export class AppModule {}
`,
    { styleBound: 'the list fits with two spaces or a tab, not with four' },
  ),
  patched(
    'imports in no order',
    `import { C } from './z-feature';
import { A } from './modules';
import { D } from './d-feature';
import { Module } from '@nestjs/common';${added}

@Module({
  imports: [A, C, D«, BackgroundJobsModule.forRoot()»],
})
export class AppModule {}
`,
  ),
  patched(
    '.js specifiers',
    `import { Module } from '@nestjs/common';
import { A } from './modules.js';«
import { BackgroundJobsModule } from './background-jobs/background-jobs.module.js';»

${root}`,
    { request: { importSpecifier: './background-jobs/background-jobs.module.js' } },
  ),
  patched(
    '.ts specifiers (allowImportingTsExtensions)',
    `import { Module } from '@nestjs/common';
import { A } from './modules.ts';«
import { BackgroundJobsModule } from './background-jobs/background-jobs.module.ts';»

${root}`,
    { request: { importSpecifier: './background-jobs/background-jobs.module.ts' } },
  ),
  patched(
    '.mts file',
    `import { Module } from '@nestjs/common';
import { A } from './modules.mjs';«
import { BackgroundJobsModule } from './background-jobs/background-jobs.module.mjs';»

${root}`,
    { path: 'src/app.module.mts', request: { importSpecifier: './background-jobs/background-jobs.module.mjs' } },
  ),
  patched(
    'alias specifiers',
    `import { Module } from '@nestjs/common';
import { A } from '@/modules';«
import { BackgroundJobsModule } from '@/background-jobs/background-jobs.module';»

${root}`,
    { request: { importSpecifier: '@/background-jobs/background-jobs.module' } },
  ),
  patched(
    'something else is imported from the module already',
    `import { Module } from '@nestjs/common';
import { A } from './modules';
import { BackgroundJobsOptions«, BackgroundJobsModule» } from './background-jobs/background-jobs.module';

export { BackgroundJobsOptions };

${root}`,
  ),
];
