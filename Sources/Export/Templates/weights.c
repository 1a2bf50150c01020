/* The weights in the library itself, as the file beside it holds them. SONOGRAPH_WEIGHTS is that file's path, in quotes.
 * This is for ELF systems and the GNU assembler's language; elsewhere, give @name@_create the file. */
__asm__(".pushsection .rodata\n"
        ".balign 64\n"
        ".global sg_weights\n"
        ".hidden sg_weights\n"
        "sg_weights:\n"
        ".incbin " SONOGRAPH_WEIGHTS "\n"
        ".global sg_weights_end\n"
        ".hidden sg_weights_end\n"
        "sg_weights_end:\n"
        ".byte 0\n"
        ".popsection\n");

/* ISO C wants a declaration. */
extern const unsigned char sg_weights[], sg_weights_end[];
