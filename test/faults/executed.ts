/** Which places of the sources were executed, by the coverage of the engine. */
import { Session, type Profiler } from 'node:inspector/promises';
import { pathToFileURL } from 'node:url';

export interface Execution {
  /** Does the work. @returns of these places those that it has reached. */
  reached<P extends Place>(places: readonly P[], work: () => Promise<void>): Promise<readonly P[]>;
  end(): void;
}

export interface Place {
  /** Absolute. */
  readonly file: string;
  /** In the text of the file. */
  readonly offset: number;
}

export async function watchExecution(): Promise<Execution> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  return {
    reached: async (places, work) => {
      // What was executed before does not count.
      await session.post('Profiler.takePreciseCoverage');
      await work();
      const { result } = await session.post('Profiler.takePreciseCoverage');
      return places.filter(({ file, offset }) =>
        result.some(({ url, functions }) => url === pathToFileURL(file).href && isReached(functions, offset)),
      );
    },
    end: () => session.disconnect(),
  };
}

/** By the smallest range that has it: the engine lists those that were reached less often than what is around them. */
function isReached(functions: readonly Profiler.FunctionCoverage[], offset: number): boolean {
  const around = functions
    .flatMap(({ ranges }) => ranges)
    .filter(({ startOffset, endOffset }) => startOffset <= offset && offset < endOffset);
  const [smallest] = around.sort(
    (left, right) => left.endOffset - left.startOffset - (right.endOffset - right.startOffset),
  );
  return smallest !== undefined && smallest.count > 0;
}
