import { AddBackgroundJobs1767225600000 } from '../../migrations/1767225600000-AddBackgroundJobs.js';

/** The migrations of the jobs table, oldest first. */
export const backgroundJobsMigrations = [AddBackgroundJobs1767225600000];
