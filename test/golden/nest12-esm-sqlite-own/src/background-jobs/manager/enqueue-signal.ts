/** Tells the workers of this process that a job has been stored, so that they need not wait for their next poll. */
export class EnqueueSignal {
  private readonly listeners = new Set<(jobName: string) => void>();

  /** Returns what ends the subscription. */
  subscribe(listener: (jobName: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  notify(jobName: string): void {
    for (const listener of this.listeners) {
      listener(jobName);
    }
  }
}
