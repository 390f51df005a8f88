/** A progress line in a terminal. Drawn at each step, without timers: the demo's timers belong to the world. */
export interface Progress {
  total(count: number): void;
  advance(count: number): void;
  end(): void;
}

const WIDTH = 40;

/** Draws on a terminal; elsewhere nothing is drawn. */
export function progressOn(stream: NodeJS.WriteStream, what: string): Progress {
  let [done, all, drawn] = [0, 1, ''];
  const draw = (): void => {
    if (!stream.isTTY) return;
    const filled = Math.min(WIDTH, Math.floor((WIDTH * done) / all));
    const line = `\r${'#'.repeat(filled)}${'-'.repeat(WIDTH - filled)} ${done}/${all} ${what}`;
    if (line !== drawn) stream.write(line);
    drawn = line;
  };
  return {
    total(count) {
      all = Math.max(1, count);
      draw();
    },
    advance(count) {
      done += count;
      draw();
    },
    end() {
      if (drawn !== '') stream.write('\n');
      drawn = '';
    },
  };
}
