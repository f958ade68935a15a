import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { badRequest, collection, type HttpContext, nextLink, operation, parseOData } from '../../http/index.ts';
import type { AttendanceService } from '../attendance-service.ts';
import { attendanceFields } from '../fields.ts';

export function getUserAttendances(app: FastifyInstance, http: HttpContext, service: AttendanceService): void {
  const o = operations.getUserAttendances;
  operation(app, http, o, async ({ caller, params, query, self }) => {
    const odata = parseOData(query, { fields: attendanceFields, options: o.odata, byPosition: true });
    if (odata.expand.length > 0) throw badRequest('$expand', 'Attendances have nothing to expand.');
    const { attendances, next } = await service.list(caller, params.userId, odata);
    const link = next === undefined ? undefined : nextLink(self, query, odata, next);
    return { body: collection(self, attendances, link) };
  });
}
