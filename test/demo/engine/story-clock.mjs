// Loaded into every process of a workflow (node --import): gives the machine the time of the story, so that what is
// written by people, by the platform and by workflows carries one calendar. Time still passes as fast as it does.
const offsetMs = Number(process.env.STORY_NOW_MS) - Number(process.env.STORY_SET_MS);
const SystemDate = globalThis.Date;

globalThis.Date = class Date extends SystemDate {
  constructor(...args) {
    if (args.length === 0) super(SystemDate.now() + offsetMs);
    else super(...args);
  }

  static now() {
    return SystemDate.now() + offsetMs;
  }
};
