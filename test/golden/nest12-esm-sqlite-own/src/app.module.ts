import { Module } from '@nestjs/common';
import { BackgroundJobsModule } from './background-jobs/background-jobs.module.js';

@Module({
  imports: [BackgroundJobsModule.forRoot()],
})
export class AppModule {}
