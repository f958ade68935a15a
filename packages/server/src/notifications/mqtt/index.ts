export { MqttServer } from './mqtt-server.ts';
