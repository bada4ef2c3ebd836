import { nest11TypeormListsCli } from '../support/hosts/nest11-typeorm-lists-cli.ts';
import { journey } from './journey.ts';

journey({ recipe: nest11TypeormListsCli, flags: [], environment: (postgres) => ({ DATABASE_URL: postgres }) });
