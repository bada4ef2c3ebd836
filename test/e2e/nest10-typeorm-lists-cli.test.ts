import { nest10TypeormListsCli } from '../support/hosts/nest10-typeorm-lists-cli.ts';
import { journey } from './journey.ts';

journey({ recipe: nest10TypeormListsCli, flags: ['--table-prefix', 'Shop'], creation: 'by migration', environment: ({ postgres }) => ({ DATABASE_URL: postgres }) });
