import { describe, expect, it } from 'vitest';
import { BackgroundJobSerializationError } from '../abstractions/background-job-errors.js';
import { JsonBackgroundJobSerializer } from '../manager/json-background-job-serializer.js';
import { EmailArgs, ReportArgs } from '../testing/test-args.js';

class PeriodArgs {
  static fromJSON(json: { readonly from: string }): PeriodArgs {
    return new PeriodArgs(new Date(json.from));
  }

  constructor(readonly from: Date) {}
}

class CarelessArgs {
  constructor(readonly value: unknown) {}
}

const serializer = new JsonBackgroundJobSerializer();

describe('JsonBackgroundJobSerializer', () => {
  it('writes compact JSON with the names as the class has them, null included', () => {
    expect(serializer.serialize(new ReportArgs('Größe <b>'))).toBe(
      '{"title":"Größe <b>","tenantId":null}',
    );
  });

  it('reads an instance of the class', () => {
    const args = serializer.deserialize('{"to":"me"}', EmailArgs);
    expect(args).toBeInstanceOf(EmailArgs);
    expect(args).toEqual(new EmailArgs('me'));
  });

  it('brings dates back through fromJSON', () => {
    const args = new PeriodArgs(new Date('2030-01-02T03:04:05.678Z'));
    const text = serializer.serialize(args);
    expect(text).toBe('{"from":"2030-01-02T03:04:05.678Z"}');
    expect(serializer.deserialize(text, PeriodArgs)).toEqual(args);
  });

  it.each([new Date(), new Map(), new Set(), [{ deep: new Date() }]])(
    'refuses at once what would not come back: %s',
    (value) => {
      expect(() => serializer.serialize(new CarelessArgs(value))).toThrow(
        'static fromJSON',
      );
    },
  );

  it('says why arguments cannot be written', () => {
    const circular = new CarelessArgs({});
    Object.assign(circular, { value: circular });
    const shy = new CarelessArgs({
      toJSON: () => {
        throw new Error('not me');
      },
    });
    for (const args of [circular, shy]) {
      expect(() => serializer.serialize(args)).toThrow(
        BackgroundJobSerializationError,
      );
      expect(() => serializer.serialize(args)).toThrow(
        'Arguments of CarelessArgs cannot be written as JSON',
      );
    }
  });

  it.each(['{"to":', '"text"', '[]', 'null'])(
    'says why stored arguments cannot be read: %s',
    (text) => {
      expect(() => serializer.deserialize(text, EmailArgs)).toThrow(
        BackgroundJobSerializationError,
      );
      expect(() => serializer.deserialize(text, EmailArgs)).toThrow(
        'Stored arguments cannot be read as EmailArgs',
      );
    },
  );
});
