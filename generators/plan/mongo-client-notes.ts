import type { Issue } from '../errors/issue.ts';
import type { Host } from '../host/host.ts';
import { placeOf } from '../host/place-of.ts';
import type { AddOptions } from '../options/add-options.ts';
import type { Connection } from './choose-connection.ts';

/** What is worth knowing of the MongoDB client that the jobs are on, or would have been on were it to be had from outside its module. */
export function mongoClientNotes({ mongodb: { clients } }: Host, options: AddOptions, connection: Connection): readonly Issue[] {
  if (connection.kind === 'mongo-client' && connection.provider.value === 'client') {
    return [
      {
        code: 'default-database',
        severity: 'info',
        message: `${connection.provider.evidence.what} is a client without a database, so the jobs go to the one that its connection string names (test where it names none).`,
        ...placeOf(connection.provider.evidence),
        remedy: 'Nothing to do where that is right; else take another database of it in mongodb/host-connection.ts.',
      },
    ];
  }
  const [client] = clients;
  if (!client || connection.kind !== 'own' || options.provider !== 'mongodb' || options.driver !== 'mongodb') {
    return [];
  }
  const { evidence, access } = client;
  const hidden = access.kind === 'hidden' ? access : { why: 'its token cannot be imported from another file', remedy: 'Export the token from its file.' };
  return [
    {
      code: 'connection-out-of-reach',
      severity: 'warning',
      message: `The jobs get a connection of their own: the host's ${evidence.what} is out of reach, because ${hidden.why}.`,
      ...placeOf(evidence),
      expected: 'a provider that other modules can inject',
      remedy: `${hidden.remedy} Then add the module anew; or leave it as it is and set the connection string.`,
      ...('snippet' in hidden && hidden.snippet !== undefined && { snippet: hidden.snippet }),
    },
  ];
}
