/** The part of the emitted module's store that the properties are about, as its `abstractions/background-job-store` and `-operations` have it. */
export interface Store {
  insertMany(jobs: readonly NewJob[]): Promise<ReadonlySet<string>>;
  claim(request: ClaimRequest): Promise<{ readonly jobs: readonly ClaimedJob[]; readonly mayHaveMore: boolean; readonly nextDueIn: number | null }>;
  renew(claims: readonly Claim[], leaseDuration: number): Promise<readonly Claim[]>;
  settle(settlements: readonly Settlement[]): Promise<readonly Claim[]>;
  release(releases: readonly (Claim & Pick<ClaimedJob, 'dueTime' | 'previousTryTime'>)[]): Promise<readonly Claim[]>;
  getList(filter: Filter, page: { readonly size: number }): Promise<readonly (Job & { readonly state: State })[]>;
  change(filter: Filter, change: Change): Promise<readonly string[]>;
  getTime(): Promise<Date>;
}

export interface Claim {
  readonly id: string;
  readonly concurrencyStamp: string;
}

export interface Job {
  readonly id: string;
  readonly jobName: string;
  readonly tryCount: number;
  readonly nextTryTime: Date;
  readonly priority: number;
  readonly extraProperties: Readonly<Record<string, unknown>>;
}

export interface NewJob {
  readonly id: string;
  readonly applicationName: string;
  readonly jobName: string;
  readonly jobArgs: string;
  readonly priority: number;
  readonly delay: number;
  readonly extraProperties: Readonly<Record<string, unknown>>;
}

export interface ClaimedJob extends Job, Claim {
  readonly dueTime: Date;
  readonly previousTryTime: Date | null;
  readonly wasStalled: boolean;
}

export interface ClaimRequest {
  readonly applicationName: string;
  readonly nameFilter: unknown;
  readonly maxResultCount: number;
  readonly maxCountByName: ReadonlyMap<string, number>;
  readonly order: 'dueTime' | 'tryCount';
  readonly leaseDuration: number;
}

export type SettlementKind = 'delete' | 'complete' | 'retry' | 'abandon';

export type Settlement = Claim & { readonly kind: SettlementKind; readonly nextTryTime?: Date; readonly extraProperties?: Readonly<Record<string, unknown>> };

export type State = 'abandoned' | 'completed' | 'running' | 'stalled' | 'waiting' | 'scheduled' | 'retrying';

export interface Filter {
  readonly applicationName: string;
  readonly ids?: readonly string[];
}

export type Change =
  | { readonly kind: 'cancel' | 'delete' | 'requeue' }
  | { readonly kind: 'abandon'; readonly reason: string }
  | { readonly kind: 'delay'; readonly delay: number }
  | { readonly kind: 'prioritize'; readonly priority: number };

/** A store of its own for the properties, in which time can be made to pass. */
export interface OpenStore {
  readonly store: Store;
  /** What a claim's `nameFilter` is where every name will do. */
  readonly anyName: unknown;
  /** A settlement that is repeated is taken for what it is. In memory no answer is lost, so nothing is repeated. */
  readonly recognisesRepeats: boolean;
  /** Makes time pass for the jobs of an application. */
  readonly advance: (applicationName: string, hours: number) => Promise<void>;
  readonly close: () => Promise<void>;
}
