import { describe, expect, it } from 'vitest';
import { chooseTelemetry } from '../../../generators/plan/choose-telemetry.ts';
import { dependenciesFor } from '../../../generators/plan/dependency-catalogue.ts';
import { hostOf, sampleHost } from '../host/sample-host.ts';

const telemetryWith = (dependencies: object) =>
  chooseTelemetry(hostOf({ ...sampleHost, 'package.json': JSON.stringify({ dependencies: { '@nestjs/core': '^12.0.0', ...dependencies } }) }));

describe('spans and metrics go', () => {
  it('to OpenTelemetry where the host declares its API', () => {
    expect(telemetryWith({ '@opentelemetry/api': '^1.9.0' })).toBe('opentelemetry');
  });

  it('nowhere where it does not, so that nothing is added for them', () => {
    expect(telemetryWith({ '@opentelemetry/sdk-node': '^1.0.0' })).toBe('none');
    const names = (telemetry: 'opentelemetry' | 'none') => dependenciesFor({ provider: 'ef', database: 'postgres', connection: 'own', telemetry, migration: 'written', tests: 'written' }, () => null).map(({ name }) => name);
    expect(names('none')).toEqual(['typeorm', 'pg', 'croner', '@nestjs/testing']);
    expect(names('opentelemetry')).toEqual([...names('none'), '@opentelemetry/api']);
  });
});
