import {
  context,
  metrics,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
} from '@opentelemetry/api';
import { BackgroundJobExecutionError } from '../abstractions/background-job-errors.js';
import type { BackgroundJobListener } from '../abstractions/background-job-event.js';
import type { NewBackgroundJob } from '../abstractions/background-job-info.js';
import type { ClaimedBackgroundJob } from '../abstractions/background-job-store.js';
import type { IBackgroundJobTelemetry } from '../abstractions/background-job-telemetry.js';
import { describeError } from '../manager/describe-error.js';

const SCOPE = 'background-jobs';

/** Names of spans, metrics and attributes are OpenTelemetry's for messaging where it has them; the others begin with `background_jobs`. */
const SYSTEM = { 'messaging.system': 'background_jobs' };

/** By OpenTelemetry, to whatever SDK the application has set up; without one it does nothing. */
export function createBackgroundJobTelemetry(): IBackgroundJobTelemetry {
  const tracer = trace.getTracer(SCOPE);
  return {
    enqueue: (jobs, store) => {
      const names = [...new Set(jobs.map(({ jobName }) => jobName))];
      const attributes = {
        ...operation('send'),
        ...(names.length === 1 && destination(names[0])),
        ...(jobs.length === 1
          ? { 'messaging.message.id': jobs[0]?.id }
          : { 'messaging.batch.message_count': jobs.length }),
      };
      return tracer.startActiveSpan(
        names.length === 1 ? `send ${names[0]}` : 'send',
        { kind: SpanKind.PRODUCER, attributes },
        (span) => during(span, () => store(jobs.map(withTrace))),
      );
    },
    run: (job, action) => {
      const attributes = {
        ...operation('process'),
        ...destination(job.jobName),
        'messaging.message.id': job.id,
        'background_jobs.try_count': job.tryCount,
      };
      return tracer.startActiveSpan(
        `process ${job.jobName}`,
        { kind: SpanKind.CONSUMER, attributes },
        contextOf(job),
        (span) => during(span, action),
      );
    },
    count: createCounter(),
  };
}

function createCounter(): BackgroundJobListener {
  const meter = metrics.getMeter(SCOPE);
  const sent = meter.createCounter('messaging.client.sent.messages', {
    description: 'Jobs that were enqueued.',
    unit: '{message}',
  });
  const durations = meter.createHistogram('messaging.process.duration', {
    description: 'Duration of tries.',
    unit: 's',
  });
  const outcomes = meter.createCounter('background_jobs.outcomes', {
    description:
      'Tries by how they ended, and jobs that stalled or were cancelled.',
    unit: '{try}',
  });
  const running = meter.createUpDownCounter('background_jobs.running', {
    description: 'Jobs this process is running.',
    unit: '{job}',
  });
  return (event) => {
    if (event.kind === 'cancelled') {
      outcomes.add(1, { ...SYSTEM, outcome: event.kind });
      return;
    }
    const name = { ...SYSTEM, ...destination(event.job.jobName) };
    const outcome = { ...name, outcome: event.kind };
    switch (event.kind) {
      case 'enqueued':
        sent.add(1, { ...name, ...operation('send') });
        return;
      case 'started':
        running.add(1, name);
        return;
      case 'succeeded':
      case 'failed':
      case 'abandoned':
        durations.record(event.duration / 1_000, {
          ...outcome,
          ...operation('process'),
        });
        running.add(-1, name);
        outcomes.add(1, outcome);
        return;
      case 'lost':
        running.add(-1, name);
        outcomes.add(1, outcome);
        return;
      case 'stalled':
        outcomes.add(1, outcome);
        return;
      default: {
        const unknown: never = event;
        return unknown;
      }
    }
  };
}

function operation(name: 'send' | 'process'): Attributes {
  return {
    ...SYSTEM,
    'messaging.operation.name': name,
    'messaging.operation.type': name,
  };
}

function destination(jobName: string | undefined): Attributes {
  return { 'messaging.destination.name': jobName };
}

/** What the propagators of the application write, such as `traceparent`, goes with the job as `trace`. */
function withTrace(job: NewBackgroundJob): NewBackgroundJob {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return Object.keys(carrier).length === 0
    ? job
    : { ...job, extraProperties: { ...job.extraProperties, trace: carrier } };
}

function contextOf({ extraProperties }: ClaimedBackgroundJob): Context {
  const { trace: carrier } = extraProperties;
  return propagation.extract(ROOT_CONTEXT, carrier ?? {});
}

async function during<T>(span: Span, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    const cause: unknown =
      error instanceof BackgroundJobExecutionError
        ? (error.cause ?? error)
        : error;
    const exception =
      cause instanceof Error ? cause : new Error(describeError(cause).message);
    span.recordException(exception);
    span.setAttribute('error.type', exception.name);
    span.setStatus({ code: SpanStatusCode.ERROR, message: exception.message });
    throw error;
  } finally {
    span.end();
  }
}
