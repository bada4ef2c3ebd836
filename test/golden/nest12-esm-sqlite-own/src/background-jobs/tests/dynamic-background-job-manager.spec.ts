import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DynamicJobExecutionContext } from '../abstractions/dynamic-background-job-manager.js';
import { createJobHost, jobOf, type JobHost } from '../testing/job-host.js';
import { EmailArgs } from '../testing/test-args.js';
import { testStores, type TestStore } from '../testing/test-stores.js';
import { until } from '../testing/until.js';

describe.each(testStores)(
  'IDynamicBackgroundJobManager, $name',
  ({ create }) => {
    const mails: EmailArgs[] = [];
    let testStore: TestStore;
    let host: JobHost;

    beforeEach(async () => {
      mails.length = 0;
      testStore = await create();
      host = createJobHost({
        store: testStore.store,
        jobs: [jobOf(EmailArgs, (args) => void mails.push(args))],
      });
    });
    afterEach(async () => {
      await host.stopAll();
      await testStore.destroy();
    });

    it("9. a loose object under a job class's name becomes that job's arguments", async () => {
      const id = await host.dynamicManager.enqueue('emails', { to: 'me' });
      expect(await host.store.find(id)).toMatchObject({
        jobName: 'emails',
        jobArgs: '{"to":"me"}',
      });
      await host.createWorker().start();
      await until(() => mails.length > 0);
      expect(mails[0]).toEqual(new EmailArgs('me'));
      expect(mails[0]).toBeInstanceOf(EmailArgs);
    });

    it("10. a handler's job is stored as Abp.DynamicJob, with the handler's name and the payload", async () => {
      host.dynamicManager.registerHandler('imports', () => undefined);
      const id = await host.dynamicManager.enqueue('imports', {
        file: 'a.csv',
      });
      const job = await host.store.find(id);
      expect(job?.jobName).toBe('Abp.DynamicJob');
      expect(JSON.parse(job?.jobArgs ?? '')).toEqual({
        jobName: 'imports',
        jsonData: '{"file":"a.csv"}',
        tenantId: null,
      });
    });

    it('11. the handler gets the JSON and the context of the job', async () => {
      const contexts: DynamicJobExecutionContext[] = [];
      host.dynamicManager.registerHandler(
        'imports',
        (context) => void contexts.push(context),
      );
      const id = await host.dynamicManager.enqueue('imports', {
        file: 'a.csv',
      });
      await host.createWorker().start();
      await until(() => contexts.length > 0);
      expect(contexts).toMatchObject([
        {
          jobName: 'imports',
          jsonData: '{"file":"a.csv"}',
          jobId: id,
          tryCount: 1,
        },
      ]);
    });

    it('15. the handler sees the tenant that enqueued, with none at the worker', async () => {
      const tenants: (string | null)[] = [];
      host.dynamicManager.registerHandler(
        'imports',
        () => void tenants.push(host.currentTenant.id),
      );
      await host.currentTenant.change('acme', () =>
        host.dynamicManager.enqueue('imports', {}),
      );
      await host.dynamicManager.enqueue('imports', {});
      await host.createWorker().start();
      await until(() => tenants.length === 2);
      expect(new Set(tenants)).toEqual(new Set(['acme', null]));
    });

    it('12. a handler with the name of a job class is passed over', async () => {
      host.dynamicManager.registerHandler('emails', () => undefined);
      const id = await host.dynamicManager.enqueue('emails', { to: 'me' });
      expect(await host.store.find(id)).toMatchObject({ jobName: 'emails' });
    });

    it('13. an unknown name is an error', async () => {
      await expect(host.dynamicManager.enqueue('unknown', {})).rejects.toThrow(
        "neither a background job nor a handler with the name 'unknown'",
      );
    });

    it('14. handlers behave as a set', () => {
      const { dynamicManager, handlers } = host;
      dynamicManager.registerHandler('a', () => undefined);
      dynamicManager.registerHandler('a', () => undefined);
      dynamicManager.registerHandler('b', () => undefined);
      expect(handlers.getAllNames()).toEqual(['a', 'b']);
      expect(dynamicManager.unregisterHandler('a')).toBe(true);
      expect(dynamicManager.unregisterHandler('a')).toBe(false);
      expect(dynamicManager.isHandlerRegistered('a')).toBe(false);
      expect(dynamicManager.isHandlerRegistered('b')).toBe(true);
      handlers.clear();
      expect(handlers.getAllNames()).toEqual([]);
      expect(() =>
        dynamicManager.registerHandler(' ', () => undefined),
      ).toThrow('not blank');
    });

    it('jobs of handlers are left to others by a process that has no handler at all', async () => {
      host.dynamicManager.registerHandler('imports', () => undefined);
      const id = await host.dynamicManager.enqueue('imports', {});
      host.handlers.clear();
      await host.dynamicManager.enqueue('emails', { to: 'me' });
      await host.createWorker().start();
      await until(() => mails.length > 0);
      expect(await host.store.find(id)).toMatchObject({ tryCount: 0 });
    });

    it('a job whose handler is missing is tried again', async () => {
      host.dynamicManager.registerHandler('imports', () => undefined);
      host.dynamicManager.registerHandler('exports', () => undefined);
      const id = await host.dynamicManager.enqueue('imports', {});
      host.dynamicManager.unregisterHandler('imports');
      await host.createWorker().start();
      await until(async () => {
        const job = await host.store.find(id);
        const { lastError } = job?.extraProperties ?? {};
        return lastError !== undefined;
      });
      expect(await host.store.find(id)).toMatchObject({
        tryCount: 1,
        isAbandoned: false,
        extraProperties: {
          lastError: {
            message:
              "No handler is registered for the background job 'imports'.",
          },
        },
      });
    });
  },
);
