/** What is wrong with a worker at this moment; `null`: nothing. */
export type BackgroundJobWorkerProblem = () => string | null;

/** Whether the workers of this process reach the store of jobs: each tells what it has seen last, and nothing is asked for it. */
export class BackgroundJobsHealth {
  private readonly workers = new Map<
    symbol,
    readonly [string, BackgroundJobWorkerProblem]
  >();

  /** Returns what takes the worker out again. */
  add(workerName: string, getProblem: BackgroundJobWorkerProblem): () => void {
    const key = Symbol(workerName);
    this.workers.set(key, [workerName, getProblem]);
    return () => this.workers.delete(key);
  }

  /** Of each running worker, by its name: what is wrong with it, or `null`. */
  getProblems(): ReadonlyMap<string, string | null> {
    return new Map(
      Array.from(this.workers.values(), ([name, getProblem]) => [
        name,
        getProblem(),
      ]),
    );
  }
}
