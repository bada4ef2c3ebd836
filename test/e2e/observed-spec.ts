/** What the team of a host with OpenTelemetry and Terminus could write to see the module among their spans, metrics and health checks. */
export const observedSpec = `import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ServiceUnavailableException } from '@nestjs/common';
import { HealthCheckService, TerminusModule } from '@nestjs/terminus';
import { Test, type TestingModule } from '@nestjs/testing';
import { context, metrics, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { AggregationTemporality, InMemoryMetricExporter, MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import {
  BACKGROUND_JOB_MANAGER,
  BACKGROUND_JOB_STORE,
  BackgroundJob,
  BackgroundJobName,
  BackgroundJobsHealthIndicator,
  BackgroundJobsModule,
  type BackgroundJobsModuleOptions,
  type IBackgroundJob,
  type IBackgroundJobManager,
  type IBackgroundJobStore,
} from './background-jobs/index.js';

@BackgroundJobName('mail')
class MailArgs {
  constructor(readonly to: string) {}
}

@BackgroundJob(MailArgs)
class MailJob implements IBackgroundJob<MailArgs> {
  execute({ to }: MailArgs): void {
    trace.getActiveSpan()?.addEvent(to);
    if (to === 'broken') {
      throw new TypeError('no such address');
    }
  }
}

const spans = new InMemorySpanExporter();
const points = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
const reader = new PeriodicExportingMetricReader({ exporter: points, exportIntervalMillis: 3_600_000 });
trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: spans })] }));
metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
context.setGlobalContextManager(new AsyncLocalStorageContextManager());
propagation.setGlobalPropagator(new W3CTraceContextPropagator());

let app: TestingModule;

async function boot(options: BackgroundJobsModuleOptions): Promise<void> {
  app = await Test.createTestingModule({
    imports: [TerminusModule.forRoot({ logger: false }), BackgroundJobsModule.forRoot(options)],
    providers: [MailJob],
  }).compile();
  await app.init();
}

afterEach(() => app.close());

const manager = () => app.get<IBackgroundJobManager>(BACKGROUND_JOB_MANAGER);

describe('with OpenTelemetry', () => {
  beforeEach(async () => {
    spans.reset();
    await boot({ store: 'memory', defaultMaxTryCount: 1 });
  });

  const ended = (name: string) => spans.getFinishedSpans().filter((span) => span.name === name);
  const parentOf = ({ parentSpanContext }: ReadableSpan) => parentSpanContext?.spanId;

  it('a job runs in the trace that enqueued it, after its request is over', async () => {
    const id = await trace.getTracer('test').startActiveSpan('POST /mail', async (span) => {
      const jobId = await manager().enqueue(new MailArgs('me'));
      span.end();
      return jobId;
    });
    await expect.poll(() => ended('process mail')).toHaveLength(1);
    const [request] = ended('POST /mail');
    const [send] = ended('send mail');
    const [process] = ended('process mail');
    expect(parentOf(send!)).toBe(request!.spanContext().spanId);
    expect(parentOf(process!)).toBe(send!.spanContext().spanId);
    expect(process!.spanContext().traceId).toBe(request!.spanContext().traceId);
    expect([send!.kind, process!.kind]).toEqual([SpanKind.PRODUCER, SpanKind.CONSUMER]);
    expect(process!.events.map(({ name }) => name)).toEqual(['me']);
    expect(process!.attributes).toEqual({
      'messaging.system': 'background_jobs',
      'messaging.operation.name': 'process',
      'messaging.operation.type': 'process',
      'messaging.destination.name': 'mail',
      'messaging.message.id': id,
      'background_jobs.try_count': 1,
    });
  });

  it('many jobs of one statement are one span, to which they all belong', async () => {
    await manager().enqueueMany([{ args: new MailArgs('a') }, { args: new MailArgs('b') }]);
    await expect.poll(() => ended('process mail')).toHaveLength(2);
    const [send, ...others] = ended('send mail');
    expect(others).toEqual([]);
    expect(send!.attributes).toMatchObject({ 'messaging.batch.message_count': 2 });
    expect(ended('process mail').map(parentOf)).toEqual([send!.spanContext().spanId, send!.spanContext().spanId]);
  });

  it('what a job throws is on its span', async () => {
    await manager().enqueue(new MailArgs('broken'));
    await expect.poll(() => ended('process mail')).toHaveLength(1);
    const [span] = ended('process mail');
    expect(span!.status).toEqual({ code: SpanStatusCode.ERROR, message: 'no such address' });
    expect(span!.attributes).toMatchObject({ 'error.type': 'TypeError' });
    expect(span!.events.map(({ name }) => name)).toContain('exception');
  });

  it('jobs are counted by name and outcome, and their duration is measured', async () => {
    await manager().enqueueMany([{ args: new MailArgs('me') }, { args: new MailArgs('broken') }]);
    await expect.poll(() => valuesOf('background_jobs.outcomes')).toMatchObject({ succeeded: expect.any(Number), abandoned: expect.any(Number) });
    expect(Object.keys(await valuesOf('messaging.process.duration'))).toEqual(expect.arrayContaining(['succeeded', 'abandoned']));
    expect(await valuesOf('messaging.client.sent.messages')).toEqual({ mail: expect.any(Number) });
    await expect.poll(() => valuesOf('background_jobs.running')).toEqual({ mail: 0 });
  });

  async function valuesOf(name: string): Promise<Record<string, unknown>> {
    points.reset();
    await reader.forceFlush();
    const all = points.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
    const found = all.findLast(({ descriptor }) => descriptor.name === name)?.dataPoints ?? [];
    return Object.fromEntries(found.map(({ attributes, value }) => [String(attributes['outcome'] ?? attributes['messaging.destination.name']), value]));
  }
});

describe('with Terminus', () => {
  let isDown: boolean;

  beforeEach(async () => {
    isDown = false;
    await boot({
      jobPollPeriod: 20,
      providers: [
        {
          provide: BACKGROUND_JOB_STORE,
          useValue: {
            claim: () => (isDown ? Promise.reject(new Error('no connection')) : Promise.resolve({ jobs: [], mayHaveMore: false, nextDueIn: null })),
          } satisfies Partial<IBackgroundJobStore>,
        },
      ],
    });
  });

  const check = () => app.get(HealthCheckService).check([() => app.get(BackgroundJobsHealthIndicator).isHealthy()]);

  it('the check is up while the workers reach the store, and down while they do not', async () => {
    expect(await check()).toMatchObject({ status: 'ok', details: { backgroundJobs: { status: 'up' } } });
    isDown = true;
    await expect
      .poll(() => check().then(() => null, (error: ServiceUnavailableException) => error.getResponse()))
      .toMatchObject({ status: 'error', error: { backgroundJobs: { status: 'down', workers: { AbpBackgroundJobWorker: 'cannot claim: no connection' } } } });
    isDown = false;
    await expect.poll(() => check().then(({ status }) => status, () => 'down')).toBe('ok');
  });
});
`;
