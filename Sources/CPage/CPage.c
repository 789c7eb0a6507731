// The files of the page, put into the program as bytes by the compiler (#embed, C23), which also notes that the program
// depends on them. This is the one list of them.
#include "CPage.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

#if !__has_embed("/usr/share/javascript/chart.js/chart.min.js")
#error "Chart.js is missing: `make setup` installs it (Debian package libjs-chart.js)"
#endif

static const unsigned char index_html[] = {
#embed "../Web/Page/index.html"
};
static const unsigned char icon_svg[] = {
#embed "../Web/Page/icon.svg"
};
static const unsigned char cards_css[] = {
#embed "../Web/Page/cards.css"
};
static const unsigned char colours_css[] = {
#embed "../Web/Page/colours.css"
};
static const unsigned char layout_css[] = {
#embed "../Web/Page/layout.css"
};
static const unsigned char parts_css[] = {
#embed "../Web/Page/parts.css"
};
static const unsigned char dom_js[] = {
#embed "../Web/Page/dom.js"
};
static const unsigned char figures_js[] = {
#embed "../Web/Page/figures.js"
};
static const unsigned char format_js[] = {
#embed "../Web/Page/format.js"
};
static const unsigned char groups_js[] = {
#embed "../Web/Page/groups.js"
};
static const unsigned char history_js[] = {
#embed "../Web/Page/history.js"
};
static const unsigned char keep_js[] = {
#embed "../Web/Page/keep.js"
};
static const unsigned char language_js[] = {
#embed "../Web/Page/language.js"
};
static const unsigned char lineChart_js[] = {
#embed "../Web/Page/lineChart.js"
};
static const unsigned char link_js[] = {
#embed "../Web/Page/link.js"
};
static const unsigned char main_js[] = {
#embed "../Web/Page/main.js"
};
static const unsigned char names_js[] = {
#embed "../Web/Page/names.js"
};
static const unsigned char overTime_js[] = {
#embed "../Web/Page/overTime.js"
};
static const unsigned char partitions_js[] = {
#embed "../Web/Page/partitions.js"
};
static const unsigned char prepare_js[] = {
#embed "../Web/Page/prepare.js"
};
static const unsigned char prose_js[] = {
#embed "../Web/Page/prose.js"
};
static const unsigned char sources_js[] = {
#embed "../Web/Page/sources.js"
};
static const unsigned char stream_js[] = {
#embed "../Web/Page/stream.js"
};
static const unsigned char table_js[] = {
#embed "../Web/Page/table.js"
};
static const unsigned char texts_en_js[] = {
#embed "../Web/Page/texts.en.js"
};
static const unsigned char texts_zh_js[] = {
#embed "../Web/Page/texts.zh.js"
};
static const unsigned char topics_js[] = {
#embed "../Web/Page/topics.js"
};
static const unsigned char verdict_js[] = {
#embed "../Web/Page/verdict.js"
};
static const unsigned char viewBody_js[] = {
#embed "../Web/Page/viewBody.js"
};
static const unsigned char viewRows_js[] = {
#embed "../Web/Page/viewRows.js"
};
static const unsigned char viewShape_js[] = {
#embed "../Web/Page/viewShape.js"
};
static const unsigned char viewTile_js[] = {
#embed "../Web/Page/viewTile.js"
};
static const unsigned char viewValue_js[] = {
#embed "../Web/Page/viewValue.js"
};
static const unsigned char views_js[] = {
#embed "../Web/Page/views.js"
};

// With the notice of its licence (MIT), which begins the file.
static const unsigned char chart_js[] = {
#embed "/usr/share/javascript/chart.js/chart.min.js"
};

static const char html[] = "text/html; charset=utf-8";
static const char css[] = "text/css; charset=utf-8";
static const char javascript[] = "text/javascript; charset=utf-8";
static const char svg[] = "image/svg+xml";

static const struct LeatPageFile files[] = {
    {"/", html, index_html, sizeof index_html},
    {"/page/icon.svg", svg, icon_svg, sizeof icon_svg},
    {"/page/cards.css", css, cards_css, sizeof cards_css},
    {"/page/colours.css", css, colours_css, sizeof colours_css},
    {"/page/layout.css", css, layout_css, sizeof layout_css},
    {"/page/parts.css", css, parts_css, sizeof parts_css},
    {"/page/dom.js", javascript, dom_js, sizeof dom_js},
    {"/page/figures.js", javascript, figures_js, sizeof figures_js},
    {"/page/format.js", javascript, format_js, sizeof format_js},
    {"/page/groups.js", javascript, groups_js, sizeof groups_js},
    {"/page/history.js", javascript, history_js, sizeof history_js},
    {"/page/keep.js", javascript, keep_js, sizeof keep_js},
    {"/page/language.js", javascript, language_js, sizeof language_js},
    {"/page/lineChart.js", javascript, lineChart_js, sizeof lineChart_js},
    {"/page/link.js", javascript, link_js, sizeof link_js},
    {"/page/main.js", javascript, main_js, sizeof main_js},
    {"/page/names.js", javascript, names_js, sizeof names_js},
    {"/page/overTime.js", javascript, overTime_js, sizeof overTime_js},
    {"/page/partitions.js", javascript, partitions_js, sizeof partitions_js},
    {"/page/prepare.js", javascript, prepare_js, sizeof prepare_js},
    {"/page/prose.js", javascript, prose_js, sizeof prose_js},
    {"/page/sources.js", javascript, sources_js, sizeof sources_js},
    {"/page/stream.js", javascript, stream_js, sizeof stream_js},
    {"/page/table.js", javascript, table_js, sizeof table_js},
    {"/page/texts.en.js", javascript, texts_en_js, sizeof texts_en_js},
    {"/page/texts.zh.js", javascript, texts_zh_js, sizeof texts_zh_js},
    {"/page/topics.js", javascript, topics_js, sizeof topics_js},
    {"/page/verdict.js", javascript, verdict_js, sizeof verdict_js},
    {"/page/viewBody.js", javascript, viewBody_js, sizeof viewBody_js},
    {"/page/viewRows.js", javascript, viewRows_js, sizeof viewRows_js},
    {"/page/viewShape.js", javascript, viewShape_js, sizeof viewShape_js},
    {"/page/viewTile.js", javascript, viewTile_js, sizeof viewTile_js},
    {"/page/viewValue.js", javascript, viewValue_js, sizeof viewValue_js},
    {"/page/views.js", javascript, views_js, sizeof views_js},
    {"/page/chart.js", javascript, chart_js, sizeof chart_js},
};

const struct LeatPageFile *leatPageFile(size_t number) {
    return number < sizeof files / sizeof files[0] ? &files[number] : NULL;
}
