/** Preloaded by `node --import`: the wall clock of the process is CLOCK_SHIFT milliseconds off; timers and `performance.now` are not. */
const shift = Number(process.env.CLOCK_SHIFT);
const RealDate = Date;

globalThis.Date = class Date extends RealDate {
  constructor(...given) {
    if (given.length === 0) {
      super(RealDate.now() + shift);
    } else {
      super(...given);
    }
  }

  static now() {
    return RealDate.now() + shift;
  }
};
