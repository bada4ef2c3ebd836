import type { HostRecipe } from './host-recipe.ts';

/** Nest 12 with what watches an application: OpenTelemetry and its SDK, and Terminus. */
export const nest12Observed: HostRecipe = {
  name: 'nest12-observed',
  nest: 12,
  dependencies: {
    '@nestjs/terminus': '^12.0.0',
    '@opentelemetry/api': '^1.10.0',
    '@opentelemetry/context-async-hooks': '^3.0.0',
    '@opentelemetry/core': '^3.0.0',
    '@opentelemetry/sdk-metrics': '^3.0.0',
    '@opentelemetry/sdk-trace': '^3.0.0',
  },
  scripts: {},
  files: {},
};
