import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type Action, type NewWork, workers } from './action.ts';
import { admitted, changedJob, changeOf, isBefore, type ModelJob, settled, stateOf } from './job-model.ts';
import type { Claim, ClaimedJob, ClaimRequest, OpenStore } from './store.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
/** Hours. */
const LEASE = 1;

type Order = ClaimRequest['order'];

/** A claim that a worker believes to hold, and when the job was due. */
type Hold = Claim & { readonly due: number };

/** Does actions to a store and, in its head, to a model of it, and asserts that the store says and holds what the model does. */
export class Scenario {
  private readonly opened: OpenStore;
  private readonly applicationName = randomUUID();
  private readonly jobs = new Map<string, ModelJob>();
  /** By worker. */
  private readonly hands = new Map<number, readonly Hold[]>();
  /** Hours. */
  private now = 0;

  constructor(opened: OpenStore) {
    this.opened = opened;
  }

  async perform(action: Action): Promise<void> {
    switch (action.does) {
      case 'enqueue':
        return this.enqueue(action.jobs);
      case 'claim':
        return this.claim(action);
      case 'claimAtOnce':
        return this.claimAtOnce(action.max);
      case 'renew':
        return this.renew(action.worker);
      case 'release':
        return this.release(action.worker);
      case 'crash':
        return void this.hands.set(action.worker, []);
      case 'settle':
        return this.settle(action);
      case 'change':
        return this.change(action);
      case 'advance':
        this.now += action.hours;
        return this.opened.advance(this.applicationName, action.hours);
      default:
        throw new TypeError(`Unknown action: ${JSON.stringify(action satisfies never)}`);
    }
  }

  /** Nothing has vanished, nothing is there twice, and each job is as it should be. */
  async check(): Promise<void> {
    const { applicationName } = this;
    const stored = await this.opened.store.getList({ applicationName }, { size: 10_000 });
    const seen = stored.map((job) => [job.id, job.jobName, job.tryCount, job.priority, job.state, job.extraProperties.owner].join());
    const expected = [...this.jobs.values()].map((job) => [job.id, job.name, job.tries, job.priority, stateOf(job, this.now), job.id].join());
    assert.deepEqual(seen.toSorted(), expected.toSorted());
  }

  /** When all workers are gone for long enough, what was not finished can be claimed, once. Leaves nothing behind. */
  async drain(): Promise<void> {
    await this.perform({ does: 'advance', hours: 100 });
    const rest = this.due().map(({ id }) => id);
    const { jobs } = await this.opened.store.claim(this.request(10_000, 'dueTime'));
    assert.deepEqual(jobs.map(({ id }) => id).toSorted(), rest.toSorted());
    assert.deepEqual((await this.opened.store.claim(this.request(10_000, 'dueTime'))).jobs, []);
    await this.perform({ does: 'advance', hours: LEASE });
    const { applicationName } = this;
    const cancelled = await this.opened.store.change({ applicationName }, { kind: 'cancel' });
    const deleted = await this.opened.store.change({ applicationName }, { kind: 'delete' });
    assert.equal(cancelled.length + deleted.length, this.jobs.size);
  }

  private async enqueue(work: readonly NewWork[]): Promise<void> {
    const { applicationName } = this;
    const jobs = work.map(({ name, priority, hours, target }) => {
      const id = this.idAt(target) ?? randomUUID();
      return { id, applicationName, jobName: name, jobArgs: '{}', priority, delay: hours * HOUR, extraProperties: { owner: id } };
    });
    const stored = await this.opened.store.insertMany(jobs);
    const fresh = jobs.filter(({ id }) => !this.jobs.has(id));
    assert.deepEqual(stored, new Set(fresh.map(({ id }) => id)));
    // Of two with one id, the first counts.
    for (const { id, jobName: name, priority, delay } of fresh.toReversed()) {
      this.jobs.set(id, { id, name, priority, tries: 0, due: this.now + delay / HOUR, stamp: null, finished: null });
    }
  }

  private async claim({ worker, max, order, maxEmails }: Extract<Action, { does: 'claim' }>): Promise<void> {
    const due = this.due();
    const maxCountByName = new Map(maxEmails === null ? [] : [['emails', maxEmails]]);
    const { jobs, mayHaveMore, nextDueIn } = await this.opened.store.claim({ ...this.request(max, order), maxCountByName });
    this.assertFirstInOrder(due, jobs, order, maxEmails);
    assert.equal(mayHaveMore, due.length >= max);
    const before = this.nextDueIn();
    await this.take(worker, jobs);
    // Whether the leases count that have just begun is left open.
    const isRight = [before, this.nextDueIn()].some((expected) => isAbout(nextDueIn, expected));
    assert(mayHaveMore ? nextDueIn === null : isRight);
  }

  /** Claims at the same time pass over what another is taking, so how much each gets is open; but no job goes to two, and they do not all get nothing. */
  private async claimAtOnce(max: number): Promise<void> {
    const due = this.due().map(({ id }) => id);
    const results = await Promise.all(workers.map(() => this.opened.store.claim(this.request(max, 'dueTime'))));
    const taken = results.flatMap(({ jobs }) => jobs.map(({ id }) => id));
    assert.equal(new Set(taken).size, taken.length);
    assert.deepEqual(taken.filter((id) => !due.includes(id)), []);
    assert(taken.length >= Math.min(1, due.length));
    for (const [worker, { jobs }] of results.entries()) {
      await this.take(worker, jobs);
    }
  }

  private async renew(worker: number): Promise<void> {
    const hand = this.handOf(worker);
    const lost = await this.opened.store.renew(hand.map(claimOf), LEASE * HOUR);
    assert.deepEqual(lost, this.lostOf(hand));
    this.hands.set(worker, this.updateHeld(hand, (job) => ({ ...job, due: this.now + LEASE })));
  }

  private async release(worker: number): Promise<void> {
    const hand = this.handOf(worker);
    const time = await this.opened.store.getTime();
    const releases = hand.map((hold) => ({ ...claimOf(hold), dueTime: this.at(hold.due, time), previousTryTime: null }));
    assert.deepEqual(await this.opened.store.release(releases), this.lostOf(hand));
    this.updateHeld(hand, (job, { due }) => ({ ...job, tries: job.tries - 1, due, stamp: null }));
    this.hands.set(worker, []);
  }

  private async settle({ worker, kind, hours, times }: Extract<Action, { does: 'settle' }>): Promise<void> {
    const { store, recognisesRepeats } = this.opened;
    const hand = this.handOf(worker);
    const nextTryTime = this.at(this.now + hours, await store.getTime());
    const settlements = hand.map((hold) => ({
      ...claimOf(hold),
      kind,
      ...(kind === 'retry' && { nextTryTime }),
      ...((kind === 'retry' || kind === 'abandon') && { extraProperties: { owner: hold.id } }),
    }));
    const lost = this.lostOf(hand);
    assert.deepEqual(await store.settle(settlements), lost);
    this.updateHeld(hand, (job) => settled(job, kind, this.now + hours));
    if (times === 2 && recognisesRepeats) {
      // Who has deleted a row cannot be told.
      assert.deepEqual(await store.settle(settlements), kind === 'delete' ? hand.map(claimOf) : lost);
    }
    this.hands.set(worker, []);
  }

  private async change({ kind, target, value }: Extract<Action, { does: 'change' }>): Promise<void> {
    const id = this.idAt(target);
    const filter = { applicationName: this.applicationName, ...(id !== undefined && { ids: [id] }) };
    const selected = [...this.jobs.values()].filter((job) => (id ?? job.id) === job.id && admitted[kind].includes(stateOf(job, this.now)));
    const changed = await this.opened.store.change(filter, changeOf(kind, value));
    assert.deepEqual(changed.toSorted(), selected.map((job) => job.id).toSorted());
    for (const job of selected) {
      this.put(job.id, changedJob(job, kind, value, this.now));
    }
  }

  private async take(worker: number, claimed: readonly ClaimedJob[]): Promise<void> {
    const time = await this.opened.store.getTime();
    const taken = claimed.map((claim): Hold => {
      const job = this.jobs.get(claim.id);
      if (!job) {
        throw new Error(`The job ${claim.id} should not be there.`);
      }
      assert.deepEqual([claim.tryCount, claim.wasStalled], [job.tries + 1, job.stamp !== null]);
      assert(isAbout(claim.dueTime.getTime(), this.at(job.due, time).getTime()));
      this.put(job.id, { ...job, tries: job.tries + 1, due: this.now + LEASE, stamp: claim.concurrencyStamp });
      return { ...claimOf(claim), due: job.due };
    });
    this.hands.set(worker, [...this.handOf(worker), ...taken]);
  }

  /** A claim takes what the order promises, and gives it in ABP's order. */
  private assertFirstInOrder(due: readonly ModelJob[], claimed: readonly Claim[], order: Order, maxEmails: number | null): void {
    const taken = claimed.flatMap(({ id }) => due.filter((job) => job.id === id));
    assert.equal(taken.length, claimed.length);
    for (const [index, job] of taken.entries()) {
      assert.deepEqual(taken.slice(0, index).filter((earlier) => isBefore(job, earlier, 'tryCount')), []);
    }
    const left = due.filter((job) => !taken.includes(job));
    if (maxEmails === null) {
      assert.deepEqual(left.filter((job) => taken.some((other) => isBefore(job, other, order))), []);
    } else {
      const emails = taken.filter(({ name }) => name === 'emails');
      assert(emails.length <= maxEmails);
      assert.deepEqual(left.filter((job) => job.name === 'emails' && emails.some((other) => isBefore(job, other, order))), []);
    }
  }

  private request(maxResultCount: number, order: Order): ClaimRequest {
    const { applicationName, opened } = this;
    return { applicationName, nameFilter: opened.anyName, maxResultCount, maxCountByName: new Map(), order, leaseDuration: LEASE * HOUR };
  }

  private due(): readonly ModelJob[] {
    return [...this.jobs.values()].filter(({ finished, due }) => finished === null && due <= this.now);
  }

  private nextDueIn(): number | null {
    const waits = [...this.jobs.values()].filter(({ finished, due }) => finished === null && due > this.now).map(({ due }) => (due - this.now) * HOUR);
    return waits.length === 0 ? null : Math.min(...waits);
  }

  /** The time of the store when the model's clock shows this. */
  private at(hours: number, time: Date): Date {
    return new Date(time.getTime() + (hours - this.now) * HOUR);
  }

  private idAt(target: number | null): string | undefined {
    return target === null ? undefined : [...this.jobs.keys()][target];
  }

  private handOf(worker: number): readonly Hold[] {
    return this.hands.get(worker) ?? [];
  }

  private lostOf(hand: readonly Hold[]): readonly Claim[] {
    return hand.filter((hold) => !this.isHeld(hold)).map(claimOf);
  }

  private isHeld({ id, concurrencyStamp }: Claim): boolean {
    return this.jobs.get(id)?.stamp === concurrencyStamp;
  }

  /** Changes the jobs that are still held; returns what holds them. */
  private updateHeld(hand: readonly Hold[], update: (job: ModelJob, hold: Hold) => ModelJob | null): readonly Hold[] {
    const held = hand.filter((hold) => this.isHeld(hold));
    for (const hold of held) {
      const job = this.jobs.get(hold.id);
      this.put(hold.id, job ? update(job, hold) : null);
    }
    return held;
  }

  private put(id: string, job: ModelJob | null): void {
    if (job) {
      this.jobs.set(id, job);
    } else {
      this.jobs.delete(id);
    }
  }
}

function claimOf({ id, concurrencyStamp }: Claim): Claim {
  return { id, concurrencyStamp };
}

function isAbout(actual: number | null, expected: number | null): boolean {
  return actual === null || expected === null ? actual === expected : Math.abs(actual - expected) < MINUTE;
}
