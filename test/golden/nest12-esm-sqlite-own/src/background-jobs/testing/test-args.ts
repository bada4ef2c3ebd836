import { BackgroundJobName } from '../abstractions/background-job-name.decorator.js';

@BackgroundJobName('emails')
export class EmailArgs {
  constructor(readonly to: string) {}
}

@BackgroundJobName('reports')
export class ReportArgs {
  constructor(
    readonly title: string,
    readonly tenantId: string | null = null,
  ) {}
}
