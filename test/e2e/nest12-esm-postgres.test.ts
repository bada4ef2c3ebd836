import { nest12Esm } from '../support/hosts/nest12-esm.ts';
import { journey } from './journey.ts';

journey({ recipe: nest12Esm, flags: ['--database', 'postgres', '--schema', 'order'], creation: 'by migration', environment: ({ postgres }) => ({ ConnectionStrings__AbpBackgroundJobs: postgres }) });
