import type { Host } from '../host/host.ts';

/** Where the module's spans and metrics go. */
export type Telemetry = 'opentelemetry' | 'none';

/** To OpenTelemetry where the host declares its API, through which its own go. */
export function chooseTelemetry(host: Host): Telemetry {
  return '@opentelemetry/api' in host.manifest.dependencies ? 'opentelemetry' : 'none';
}
