#define SG_LANES 16
#include "sonograph_kernel.h"

/* k94_map_reduce
 * map, reduce
 * x: f32, 64 elements
 * x2: f32, 1 elements
 * x3: f32, 1 elements
 * x4: f32, 1 elements
 * x5: f32, 1 elements
 * x6: f32, 1 elements
 * x7: f32, 1 elements
 * x8: f32, 1 elements
 * x9: f32, 1 elements
 * x10: f32, 1 elements
 * x11: f32, 1 elements
 * x12: f32, 1 elements
 * x13: f32, 1 elements
 * x14: f32, 1 elements
 * x15: f32, 1 elements
 * x16: f32, 1 elements
 * x17: f32, 1 elements
 * x18: f32, 1 elements
 * x19: f32, 1 elements
 * x20: f32, 1 elements
 * x21: f32, 1 elements
 * x22: f32, 1 elements
 * x23: f32, 1 elements
 * x24: f32, 1 elements
 * x25: f32, 1 elements
 * x26: f32, 1 elements
 * x27: f32, 1 elements
 * x28: f32, 1 elements
 * x29: f32, 1 elements
 * x30: f32, 1 elements
 * x31: f32, 1 elements
 * x32: f32, 1 elements
 * x33: f32, 1 elements
 * x34: f32, 1 elements
 * x35: f32, 1 elements
 * x36: f32, 1 elements
 * x37: f32, 1 elements
 * x38: f32, 1 elements
 * x39: f32, 1 elements
 * x40: f32, 1 elements
 * x41: f32, 1 elements
 * x42: f32, 1 elements
 * x43: f32, 1 elements
 * x44: f32, 1 elements
 * x45: f32, 1 elements
 * x46: f32, 1 elements
 * x47: f32, 1 elements
 * x48: f32, 1 elements
 * x49: f32, 1 elements
 * x50: f32, 1 elements
 * x51: f32, 1 elements
 * x52: f32, 1 elements
 * x53: f32, 1 elements
 * x54: f32, 1 elements
 * x55: f32, 1 elements
 * x56: f32, 1 elements
 * x57: f32, 1 elements
 * x58: f32, 1 elements
 * x59: f32, 1 elements
 * x60: f32, 1 elements
 * x61: f32, 1 elements
 * x62: f32, 1 elements
 * x63: f32, 1 elements
 * x64: f32, 1 elements
 * x65: f32, 1 elements
 * x66: f32, 1 elements
 * x67: f32, 1 elements
 * x68: f32, 1 elements
 * x69: f32, 1 elements
 * x70: f32, 1 elements
 * x71: f32, 1 elements
 * x72: f32, 1 elements
 * x73: f32, 1 elements
 * x74: f32, 1 elements
 * x75: f32, 1 elements
 * x76: f32, 1 elements
 * x77: f32, 1 elements
 * x78: f32, 1 elements
 * x79: f32, 1 elements
 * x80: f32, 1 elements
 * x81: f32, 1 elements
 * x82: f32, 1 elements
 * x83: f32, 1 elements
 * x84: f32, 1 elements
 * x85: f32, 1 elements
 * x86: f32, 1 elements
 * x87: f32, 1 elements
 * x88: f32, 1 elements
 * x89: f32, 1 elements
 * x90: f32, 1 elements
 * x91: f32, 1 elements
 * x92: f32, 1 elements
 * x93: f32, 1 elements
 * x94: f32, 1 elements
 * x95: f32, 1 elements
 * x96: f32, 1 elements
 * x97: f32, 1 elements
 * x98: f32, 1 elements
 * x99: f32, 1 elements
 * x100: f32, 1 elements
 * x101: f32, 1 elements
 * x102: f32, 1 elements
 * x103: f32, 1 elements
 * x104: f32, 1 elements
 * x105: f32, 1 elements
 * x106: f32, 1 elements
 * x107: f32, 1 elements
 * x108: f32, 1 elements
 * x109: f32, 1 elements
 * x110: f32, 1 elements
 * x111: f32, 1 elements
 * x112: f32, 1 elements
 * x113: f32, 1 elements
 * x114: f32, 1 elements
 * x115: f32, 1 elements
 * x116: f32, 1 elements
 * x117: f32, 1 elements
 * x118: f32, 1 elements
 * x119: f32, 1 elements
 * x120: f32, 1 elements
 * x121: f32, 1 elements
 * x122: f32, 1 elements
 * x123: f32, 1 elements
 * x124: f32, 1 elements
 * x125: f32, 1 elements
 * x126: f32, 1 elements
 * x127: f32, 1 elements
 * x128: f32, 1 elements
 * x129: f32, 1 elements
 * x130: f32, 1 elements
 * x131: f32, 1 elements
 * x132: f32, 1 elements
 * x133: f32, 1 elements
 * x134: f32, 1 elements
 * x135: f32, 1 elements
 * x136: f32, 1 elements
 * x137: f32, 1 elements
 * x138: f32, 1 elements
 * x139: f32, 1 elements
 * x140: f32, 1 elements
 * x141: f32, 1 elements
 * x142: f32, 1 elements
 * x143: f32, 1 elements
 * 270 flops, 824 bytes
 * first used in optimizer
 */
__attribute__((visibility("default")))
void k94_map_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  const float *x3 = buffers[2];
  const float *x4 = buffers[3];
  const float *x5 = buffers[4];
  const float *x6 = buffers[5];
  const float *x7 = buffers[6];
  const float *x8 = buffers[7];
  const float *x9 = buffers[8];
  const float *x10 = buffers[9];
  const float *x11 = buffers[10];
  const float *x12 = buffers[11];
  const float *x13 = buffers[12];
  const float *x14 = buffers[13];
  const float *x15 = buffers[14];
  const float *x16 = buffers[15];
  const float *x17 = buffers[16];
  const float *x18 = buffers[17];
  const float *x19 = buffers[18];
  const float *x20 = buffers[19];
  const float *x21 = buffers[20];
  const float *x22 = buffers[21];
  const float *x23 = buffers[22];
  const float *x24 = buffers[23];
  const float *x25 = buffers[24];
  const float *x26 = buffers[25];
  const float *x27 = buffers[26];
  const float *x28 = buffers[27];
  const float *x29 = buffers[28];
  const float *x30 = buffers[29];
  const float *x31 = buffers[30];
  const float *x32 = buffers[31];
  const float *x33 = buffers[32];
  const float *x34 = buffers[33];
  const float *x35 = buffers[34];
  const float *x36 = buffers[35];
  const float *x37 = buffers[36];
  const float *x38 = buffers[37];
  const float *x39 = buffers[38];
  const float *x40 = buffers[39];
  const float *x41 = buffers[40];
  const float *x42 = buffers[41];
  const float *x43 = buffers[42];
  const float *x44 = buffers[43];
  const float *x45 = buffers[44];
  const float *x46 = buffers[45];
  const float *x47 = buffers[46];
  const float *x48 = buffers[47];
  const float *x49 = buffers[48];
  const float *x50 = buffers[49];
  const float *x51 = buffers[50];
  const float *x52 = buffers[51];
  const float *x53 = buffers[52];
  const float *x54 = buffers[53];
  const float *x55 = buffers[54];
  const float *x56 = buffers[55];
  const float *x57 = buffers[56];
  const float *x58 = buffers[57];
  const float *x59 = buffers[58];
  const float *x60 = buffers[59];
  const float *x61 = buffers[60];
  const float *x62 = buffers[61];
  const float *x63 = buffers[62];
  const float *x64 = buffers[63];
  const float *x65 = buffers[64];
  const float *x66 = buffers[65];
  const float *x67 = buffers[66];
  const float *x68 = buffers[67];
  const float *x69 = buffers[68];
  const float *x70 = buffers[69];
  const float *x71 = buffers[70];
  const float *x72 = buffers[71];
  const float *x73 = buffers[72];
  const float *x74 = buffers[73];
  const float *x75 = buffers[74];
  const float *x76 = buffers[75];
  const float *x77 = buffers[76];
  const float *x78 = buffers[77];
  const float *x79 = buffers[78];
  const float *x80 = buffers[79];
  const float *x81 = buffers[80];
  const float *x82 = buffers[81];
  const float *x83 = buffers[82];
  const float *x84 = buffers[83];
  const float *x85 = buffers[84];
  const float *x86 = buffers[85];
  const float *x87 = buffers[86];
  const float *x88 = buffers[87];
  const float *x89 = buffers[88];
  const float *x90 = buffers[89];
  const float *x91 = buffers[90];
  const float *x92 = buffers[91];
  const float *x93 = buffers[92];
  const float *x94 = buffers[93];
  const float *x95 = buffers[94];
  const float *x96 = buffers[95];
  const float *x97 = buffers[96];
  const float *x98 = buffers[97];
  const float *x99 = buffers[98];
  const float *x100 = buffers[99];
  const float *x101 = buffers[100];
  const float *x102 = buffers[101];
  const float *x103 = buffers[102];
  const float *x104 = buffers[103];
  const float *x105 = buffers[104];
  const float *x106 = buffers[105];
  const float *x107 = buffers[106];
  const float *x108 = buffers[107];
  const float *x109 = buffers[108];
  const float *x110 = buffers[109];
  const float *x111 = buffers[110];
  const float *x112 = buffers[111];
  const float *x113 = buffers[112];
  const float *x114 = buffers[113];
  const float *x115 = buffers[114];
  const float *x116 = buffers[115];
  const float *x117 = buffers[116];
  const float *x118 = buffers[117];
  const float *x119 = buffers[118];
  const float *x120 = buffers[119];
  const float *x121 = buffers[120];
  const float *x122 = buffers[121];
  const float *x123 = buffers[122];
  const float *x124 = buffers[123];
  const float *x125 = buffers[124];
  const float *x126 = buffers[125];
  const float *x127 = buffers[126];
  const float *x128 = buffers[127];
  const float *x129 = buffers[128];
  const float *x130 = buffers[129];
  const float *x131 = buffers[130];
  const float *x132 = buffers[131];
  const float *x133 = buffers[132];
  const float *x134 = buffers[133];
  const float *x135 = buffers[134];
  const float *x136 = buffers[135];
  const float *x137 = buffers[136];
  const float *x138 = buffers[137];
  const float *x139 = buffers[138];
  const float *x140 = buffers[139];
  const float *x141 = buffers[140];
  const float *x142 = buffers[141];
  float *x143 = buffers[142];
  (void)sizes, (void)part, (void)parts;
  float sum = 0.0f;
  vf32 sum_lanes = v_splat_f32(0.0f);
  for (int64_t patch = 0; patch < 49; patch += 16) {
    const vf32 t = v_load_f32(&x[patch]);
    const vf32 t2 = t * t;
    sum_lanes += t2;
  }
  sum += v_reduce_sum_f32(sum_lanes);
  const float t3 = x2[0];
  const float t4 = x3[0];
  const float t5 = t3 + t4;
  const float t6 = x4[0];
  const float t7 = t5 + t6;
  const float t8 = x5[0];
  const float t9 = t7 + t8;
  const float t10 = x6[0];
  const float t11 = t9 + t10;
  const float t12 = x7[0];
  const float t13 = t11 + t12;
  const float t14 = x8[0];
  const float t15 = t13 + t14;
  const float t16 = x9[0];
  const float t17 = t15 + t16;
  const float t18 = x10[0];
  const float t19 = t17 + t18;
  const float t20 = x11[0];
  const float t21 = t19 + t20;
  const float t22 = x12[0];
  const float t23 = t21 + t22;
  const float t24 = x13[0];
  const float t25 = t23 + t24;
  const float t26 = x14[0];
  const float t27 = t25 + t26;
  const float t28 = x15[0];
  const float t29 = t27 + t28;
  const float t30 = x16[0];
  const float t31 = t29 + t30;
  const float t32 = x17[0];
  const float t33 = t31 + t32;
  const float t34 = x18[0];
  const float t35 = t33 + t34;
  const float t36 = x19[0];
  const float t37 = t35 + t36;
  const float t38 = x20[0];
  const float t39 = t37 + t38;
  const float t40 = x21[0];
  const float t41 = t39 + t40;
  const float t42 = x22[0];
  const float t43 = t41 + t42;
  const float t44 = x23[0];
  const float t45 = t43 + t44;
  const float t46 = x24[0];
  const float t47 = t45 + t46;
  const float t48 = x25[0];
  const float t49 = t47 + t48;
  const float t50 = x26[0];
  const float t51 = t49 + t50;
  const float t52 = x27[0];
  const float t53 = t51 + t52;
  const float t54 = x28[0];
  const float t55 = t53 + t54;
  const float t56 = x29[0];
  const float t57 = t55 + t56;
  const float t58 = x30[0];
  const float t59 = t57 + t58;
  const float t60 = x31[0];
  const float t61 = t59 + t60;
  const float t62 = x32[0];
  const float t63 = t61 + t62;
  const float t64 = x33[0];
  const float t65 = t63 + t64;
  const float t66 = x34[0];
  const float t67 = t65 + t66;
  const float t68 = x35[0];
  const float t69 = t67 + t68;
  const float t70 = x36[0];
  const float t71 = t69 + t70;
  const float t72 = x37[0];
  const float t73 = t71 + t72;
  const float t74 = x38[0];
  const float t75 = t73 + t74;
  const float t76 = x39[0];
  const float t77 = t75 + t76;
  const float t78 = x40[0];
  const float t79 = t77 + t78;
  const float t80 = x41[0];
  const float t81 = t79 + t80;
  const float t82 = x42[0];
  const float t83 = t81 + t82;
  const float t84 = x43[0];
  const float t85 = t83 + t84;
  const float t86 = x44[0];
  const float t87 = t85 + t86;
  const float t88 = x45[0];
  const float t89 = t87 + t88;
  const float t90 = x46[0];
  const float t91 = t89 + t90;
  const float t92 = x47[0];
  const float t93 = t91 + t92;
  const float t94 = x48[0];
  const float t95 = t93 + t94;
  const float t96 = x49[0];
  const float t97 = t95 + t96;
  const float t98 = x50[0];
  const float t99 = t97 + t98;
  const float t100 = x51[0];
  const float t101 = t99 + t100;
  const float t102 = x52[0];
  const float t103 = t101 + t102;
  const float t104 = x53[0];
  const float t105 = t103 + t104;
  const float t106 = x54[0];
  const float t107 = t105 + t106;
  const float t108 = x55[0];
  const float t109 = t107 + t108;
  const float t110 = x56[0];
  const float t111 = t109 + t110;
  const float t112 = x57[0];
  const float t113 = t111 + t112;
  const float t114 = x58[0];
  const float t115 = t113 + t114;
  const float t116 = x59[0];
  const float t117 = t115 + t116;
  const float t118 = x60[0];
  const float t119 = t117 + t118;
  const float t120 = x61[0];
  const float t121 = t119 + t120;
  const float t122 = x62[0];
  const float t123 = t121 + t122;
  const float t124 = x63[0];
  const float t125 = t123 + t124;
  const float t126 = x64[0];
  const float t127 = t125 + t126;
  const float t128 = x65[0];
  const float t129 = t127 + t128;
  const float t130 = x66[0];
  const float t131 = t129 + t130;
  const float t132 = x67[0];
  const float t133 = t131 + t132;
  const float t134 = x68[0];
  const float t135 = t133 + t134;
  const float t136 = x69[0];
  const float t137 = t135 + t136;
  const float t138 = x70[0];
  const float t139 = t137 + t138;
  const float t140 = x71[0];
  const float t141 = t139 + t140;
  const float t142 = x72[0];
  const float t143 = t141 + t142;
  const float t144 = x73[0];
  const float t145 = t143 + t144;
  const float t146 = x74[0];
  const float t147 = t145 + t146;
  const float t148 = x75[0];
  const float t149 = t147 + t148;
  const float t150 = x76[0];
  const float t151 = t149 + t150;
  const float t152 = x77[0];
  const float t153 = t151 + t152;
  const float t154 = x78[0];
  const float t155 = t153 + t154;
  const float t156 = x79[0];
  const float t157 = t155 + t156;
  const float t158 = x80[0];
  const float t159 = t157 + t158;
  const float t160 = x81[0];
  const float t161 = t159 + t160;
  const float t162 = x82[0];
  const float t163 = t161 + t162;
  const float t164 = x83[0];
  const float t165 = t163 + t164;
  const float t166 = x84[0];
  const float t167 = t165 + t166;
  const float t168 = x85[0];
  const float t169 = t167 + t168;
  const float t170 = x86[0];
  const float t171 = t169 + t170;
  const float t172 = x87[0];
  const float t173 = t171 + t172;
  const float t174 = x88[0];
  const float t175 = t173 + t174;
  const float t176 = x89[0];
  const float t177 = t175 + t176;
  const float t178 = x90[0];
  const float t179 = t177 + t178;
  const float t180 = x91[0];
  const float t181 = t179 + t180;
  const float t182 = x92[0];
  const float t183 = t181 + t182;
  const float t184 = x93[0];
  const float t185 = t183 + t184;
  const float t186 = x94[0];
  const float t187 = t185 + t186;
  const float t188 = x95[0];
  const float t189 = t187 + t188;
  const float t190 = x96[0];
  const float t191 = t189 + t190;
  const float t192 = x97[0];
  const float t193 = t191 + t192;
  const float t194 = x98[0];
  const float t195 = t193 + t194;
  const float t196 = x99[0];
  const float t197 = t195 + t196;
  const float t198 = x100[0];
  const float t199 = t197 + t198;
  const float t200 = x101[0];
  const float t201 = t199 + t200;
  const float t202 = x102[0];
  const float t203 = t201 + t202;
  const float t204 = x103[0];
  const float t205 = t203 + t204;
  const float t206 = x104[0];
  const float t207 = t205 + t206;
  const float t208 = x105[0];
  const float t209 = t207 + t208;
  const float t210 = x106[0];
  const float t211 = t209 + t210;
  const float t212 = x107[0];
  const float t213 = t211 + t212;
  const float t214 = x108[0];
  const float t215 = t213 + t214;
  const float t216 = x109[0];
  const float t217 = t215 + t216;
  const float t218 = x110[0];
  const float t219 = t217 + t218;
  const float t220 = x111[0];
  const float t221 = t219 + t220;
  const float t222 = x112[0];
  const float t223 = t221 + t222;
  const float t224 = x113[0];
  const float t225 = t223 + t224;
  const float t226 = x114[0];
  const float t227 = t225 + t226;
  const float t228 = x115[0];
  const float t229 = t227 + t228;
  const float t230 = x116[0];
  const float t231 = t229 + t230;
  const float t232 = x117[0];
  const float t233 = t231 + t232;
  const float t234 = x118[0];
  const float t235 = t233 + t234;
  const float t236 = x119[0];
  const float t237 = t235 + t236;
  const float t238 = x120[0];
  const float t239 = t237 + t238;
  const float t240 = x121[0];
  const float t241 = t239 + t240;
  const float t242 = x122[0];
  const float t243 = t241 + t242;
  const float t244 = x123[0];
  const float t245 = t243 + t244;
  const float t246 = x124[0];
  const float t247 = t245 + t246;
  const float t248 = x125[0];
  const float t249 = t247 + t248;
  const float t250 = x126[0];
  const float t251 = t249 + t250;
  const float t252 = x127[0];
  const float t253 = t251 + t252;
  const float t254 = x128[0];
  const float t255 = t253 + t254;
  const float t256 = x129[0];
  const float t257 = t255 + t256;
  const float t258 = x130[0];
  const float t259 = t257 + t258;
  const float t260 = x131[0];
  const float t261 = t259 + t260;
  const float t262 = x132[0];
  const float t263 = t261 + t262;
  const float t264 = x133[0];
  const float t265 = t263 + t264;
  const float t266 = x134[0];
  const float t267 = t265 + t266;
  const float t268 = x135[0];
  const float t269 = t267 + t268;
  const float t270 = x136[0];
  const float t271 = t269 + t270;
  const float t272 = x137[0];
  const float t273 = t271 + t272;
  const float t274 = x138[0];
  const float t275 = t273 + t274;
  const float t276 = x139[0];
  const float t277 = t275 + t276;
  const float t278 = x140[0];
  const float t279 = t277 + t278;
  const float t280 = x141[0];
  const float t281 = t279 + t280;
  const float t282 = x142[0];
  const float t283 = t281 + t282;
  const float t284 = t283 + sum;
  const float t285 = s_sqrt_f32(t284);
  x143[0] = t285;
}
