/** Which devices a call uses; replace what the page chooses itself. */
export interface WebPhoneAudio {
  /** The microphone for one call; its tracks are stopped with the call. */
  microphone(): Promise<MediaStream>;
  /** What the other party says. */
  play(stream: MediaStream): void;
}

/** The browser's own choice of devices. */
export function defaultAudio(): WebPhoneAudio {
  return {
    microphone: () => navigator.mediaDevices.getUserMedia({ audio: true }),
    play(stream) {
      const element = new Audio();
      element.srcObject = stream;
      void element.play().catch(() => {});
    },
  };
}
