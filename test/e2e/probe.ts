import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Adds to a host what its team would write after `add`: a job, and a controller that enqueues it (`POST /probe`) and tells what became of it
 * (`GET /probe/:id`: whether it ran, and whether its row is still there).
 * @param extension of relative imports in the host.
 */
export async function writeProbe(root: string, extension: '.js' | ''): Promise<void> {
  await writeFile(join(root, 'src/probe.ts'), probe.replaceAll('$EXTENSION', extension));
  const rootModule = join(root, 'src/app.module.ts');
  const text = await readFile(rootModule, 'utf8');
  const imported = `import { ProbeModule } from './probe${extension}';\n${text}`;
  await writeFile(rootModule, imported.replace('imports: [', 'imports: [ProbeModule, '));
}

const probe = `import { Controller, Get, Inject, Module, Param, Post } from '@nestjs/common';
import {
  BACKGROUND_JOB_MANAGER,
  BACKGROUND_JOB_STORE,
  BackgroundJob,
  BackgroundJobName,
  type IBackgroundJob,
  type IBackgroundJobManager,
  type IBackgroundJobStore,
  type JobExecutionContext,
} from './background-jobs/index$EXTENSION';

const done = new Map<string, string>();

@BackgroundJobName('probe')
class ProbeArgs {
  constructor(readonly text: string) {}
}

@BackgroundJob(ProbeArgs)
class ProbeJob implements IBackgroundJob<ProbeArgs> {
  execute(args: ProbeArgs, context: JobExecutionContext): void {
    done.set(context.jobId, args.text);
  }
}

@Controller('probe')
class ProbeController {
  constructor(
    @Inject(BACKGROUND_JOB_MANAGER) private readonly manager: IBackgroundJobManager,
    @Inject(BACKGROUND_JOB_STORE) private readonly store: IBackgroundJobStore,
  ) {}

  @Post()
  async enqueue() {
    return { id: await this.manager.enqueue(new ProbeArgs('milk')) };
  }

  @Get(':id')
  async find(@Param('id') id: string) {
    return { done: done.get(id) ?? null, isStored: (await this.store.find(id)) !== null };
  }
}

@Module({ controllers: [ProbeController], providers: [ProbeJob] })
export class ProbeModule {}
`;
