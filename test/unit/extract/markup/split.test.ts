import { describe, expect, it } from 'vitest'
import { ALL_ATTRIBUTES } from '../../../../src/platforms'
import { isUrlAttribute, scriptOf, sourceKind, splitSource } from '../../../../src/extract/markup'
import { partsShown, scopeShown, shown, split } from './parts'

const all = (id: string, code: string): string[] => split(id, code).attributes.map(shown)

describe('file kinds', () => {
  it.each([
    ['/a/b.js', 'js', 'module'],
    ['/a/b.mts', 'ts', 'module'],
    ['/a/b.CJS', 'js', 'module'],
    ['/a/b.tsx?x=1', 'tsx', 'module'],
    ['/a/b.jsx', 'jsx', 'module'],
    ['/a/b.wxs', 'js', 'wxs'],
    ['/a/b.sjs', 'js', 'wxs'],
    ['/a/b.qs', 'js', 'wxs'],
    ['/a/b.json', 'js', 'json'],
  ])('%s is one script', (id, lang, kind) => {
    expect(splitSource(id, 'x').scripts).toEqual([{ start: 0, end: 1, lang, kind }])
    expect(splitSource(id, '\ufeffx').scripts).toEqual([{ start: 1, end: 2, lang, kind }])
  })

  it('reads a component by its path, not by its query', () => {
    const code = '<script>a</script>'
    expect(splitSource('/a/App.vue?vue&type=script&lang.ts', code).scripts).toEqual([
      { start: 8, end: 9, lang: 'js', kind: 'module' },
    ])
  })

  it('finds nothing in other files, unless it is told what they are', () => {
    for (const id of ['/a/b.png', '/a/b', '/a.b/c', 'constructor', '/a/b.constructor', '']) {
      expect(sourceKind(id)).toBeNull()
      expect(splitSource(id, '<script>x</script>').scripts).toEqual([])
    }
    expect(splitSource('virtual', 'x', sourceKind('a.ts')).scripts).toHaveLength(1)
  })

  it('takes each script language', () => {
    const langs = (tag: string, id = 'a.vue'): unknown => {
      const { scripts, errors } = split(id, `${tag}x</script>`)
      return scripts.map(({ lang, kind }) => `${lang} ${kind}`)[0] ?? errors[0].message
    }
    expect(langs('<script>')).toBe('js module')
    expect(langs('<script>', 'a.uvue')).toBe('ts module')
    expect(langs('<script lang="uts">')).toBe('ts module')
    expect(langs("<script lang='tsx'>")).toBe('tsx module')
    expect(langs('<script lang=jsx>')).toBe('jsx module')
    expect(langs('<script type="text/typescript">')).toBe('ts module')
    expect(langs('<script lang="babel">', 'a.wpy')).toBe('js module')
    expect(langs('<script module="r" lang="renderjs">')).toBe('js module')
    expect(langs('<script module="m" lang="wxs">')).toBe('js wxs')
    expect(langs('<script type="application/json">', 'a.mpx')).toBe('js json')
    expect(langs('<script lang="coffee">')).toBe('script language "coffee" is not read')
  })

  it('names the scripts that a native template may belong to', () => {
    expect(scriptOf('/p/a.wxml').slice(0, 2)).toEqual(['/p/a.ts', '/p/a.js'])
    expect(scriptOf('/p/a.b.axml?x')[1]).toBe('/p/a.b.js')
    expect(scriptOf('/p/a.vue')).toEqual([])
    expect(scriptOf('/p/a.js')).toEqual([])
  })

  it('keeps every attribute that some platform takes a URL from', () => {
    expect(ALL_ATTRIBUTES.length).toBeGreaterThan(5)
    for (const row of ALL_ATTRIBUTES) expect(isUrlAttribute(row.element, row.attribute)).toBe(true)
    expect(isUrlAttribute('image', 'mode')).toBe(false)
    expect(isUrlAttribute('view', 'title')).toBe(false)
  })
})

describe('native templates', () => {
  it('reads self-closing, unquoted and empty values', () => {
    expect(
      all('a.wxml', '<image src=https://a/b mode=a><image src/><image src=""/><image src={{a > b ? c : d}}/>'),
    ).toEqual(['image src static https://a/b', 'image src static ', 'image src mustache ⟨a > b ? c : d⟩'])
  })

  it('keeps an attribute whose quote stands inside of an expression', () => {
    expect(all('a.wxml', '<image src="{{ a == "x" ? "" : b }}" /><image src="b"/>')).toEqual([
      'image src mustache ⟨ a == "x" ? "" : b ⟩',
      'image src static b',
    ])
  })

  it('ends an expression behind its own brackets and strings', () => {
    const [data] = all('a.axml', `<template is="x" data="{{ a: { b: { c: '}}' }} }}"/>`).slice(1)
    expect(data).toBe(`template data mustache ⟨ a: { b: { c: '}}' }} ⟩`)
    expect(partsShown(split('a.wxml', `<image src="{{it's}}/{{it's}}"/>`).attributes[0].parts)).toBe(`⟨it's⟩/⟨it's⟩`)
  })

  it('drops events and directives, but for calls and URLs in them', () => {
    const code = `<image bindload="a" catch:tap="b" wx:if="{{ok}}" onTap="c" capture-bind:tap="d" wx:key="id" class="x" id="y"/>
      <view wx:if="{{u == 'https://a'}}" bindtap="go('/x')"/>`
    expect(all('a.wxml', code)).toEqual([`view wx:if directive ⟨u == 'https://a'⟩`, `view bindtap event ⟨go('/x')⟩`])
  })

  it.each(['wx', 'a', 'tt', 'qq', 'ks', 'jd', 'xhs', 's'])('knows the loop of %s', (prefix) => {
    const name = prefix === 's' ? 's-for' : `${prefix}:for`
    const code = `<view ${name}="{{ list }}" ${name}-item="row"><image src="{{row}}"/></view><image src="{{row}}"/>`
    const { attributes } = split('a.swan', code)
    expect(attributes.map(({ scope }) => scopeShown(scope))).toEqual([['row,index←list'], []])
  })

  it('nests loops and closes them with their elements', () => {
    const code = `<block wx:for="{{a}}"><view wx:for="{{item.b}}" wx:for-item="x"><image src="{{x}}"></view></block><image src="c"/>`
    const { attributes, errors } = split('a.wxml', code)
    expect(attributes.map(({ scope }) => scopeShown(scope))).toEqual([['x,index←item.b', 'item,index←a'], []])
    expect(errors).toEqual([])
  })

  it('says in which named template an attribute stands, and hides the loops around that', () => {
    const code = `<view wx:for="{{a}}"><template name="t"><image src="{{s}}" /></template><image src="{{s}}"/></view>`
    const { attributes } = split('a.wxml', code)
    expect(attributes.map(({ template, scope }) => [template, scopeShown(scope)])).toEqual([
      ['t', []],
      [undefined, ['item,index←a']],
    ])
  })

  it('takes template scripts as they are, `<` and all', () => {
    const body = ` if (1 <a && b> 2) { x = "<image src='https://no'>" } `
    const parts = split(
      'a.wxml',
      `<wxs module="m">${body}</wxs><sjs src="./b.sjs" module="n"/><import-sjs name="k" from="./c"/>`,
    )
    expect(parts.scripts).toEqual([{ start: 16, end: 16 + body.length, lang: 'js', kind: 'wxs', module: 'm' }])
    expect(parts.references.map(({ kind, src, module }) => [kind, src, module])).toEqual([
      ['wxs', './b.sjs', 'n'],
      ['wxs', './c', 'k'],
    ])
    expect(parts.attributes).toEqual([])
  })

  it('cuts the URL out of a style attribute', () => {
    const shownStyle = (style: string): string[] => all('a.wxml', `<view style="${style}"/>`)
    expect(shownStyle('background:url(https://a/b.png) x')).toEqual(['view style static https://a/b.png'])
    expect(shownStyle(`background: URL( 'https://a/(b).png' )`)).toEqual(['view style static https://a/(b).png'])
    expect(shownStyle('a:url(&quot;https://a?b&amp;c&quot;)')).toEqual(['view style static https://a?b&c'])
    expect(shownStyle('a:url({{b}}/c{{d}});e:url(f)')).toEqual(['view style mustache ⟨b⟩/c⟨d⟩', 'view style static f'])
    expect(shownStyle(`{{ a ? 'background:url(' + a + ')' : '' }}`)).toEqual([
      `view style mustache ⟨ a ? 'background:url(' + a + ')' : '' ⟩`,
    ])
    expect(shownStyle('color:{{c}}')).toEqual([])
  })

  it('maps entities back to the raw text', () => {
    const code = '<image src="https:&#47;&sol;a&period;b/?x=1&amp;y&copy=2&#x1f600;&#xffffffff;&"/>'
    const { literals } = split('a.wxml', code)
    expect(literals.map(({ text }) => text)).toEqual(['https://a.b/?x=1&y&copy=2😀&#xffffffff;&'])
    const [{ text, map, start }] = literals
    expect(code.slice(start + map![6], start + map![8])).toBe('&#47;&sol;')
    expect(code.slice(start, start + map![text.indexOf('/?')])).toBe('https:&#47;&sol;a&period;b')
  })

  it('takes a missing quote, bracket or end tag without losing what follows', () => {
    const code =
      '<view><image src="https://a></image><image src="https://b"/><view <image src="https://c"/></x><image src=\'https://d'
    const { literals, errors } = split('a.wxml', code)
    expect(literals.map(({ text }) => text)).toEqual(['https://a', 'https://b', 'https://c', 'https://d'])
    expect(errors.map(({ message }) => message)).toEqual([
      'attribute value without closing quote',
      'start tag <view> without ">"',
      'end tag </x> without start tag',
      'attribute value without closing quote',
      'start tag <image> without ">"',
    ])
  })

  it('an unclosed comment hides what follows', () => {
    const { attributes, comments, errors } = split('a.wxml', '<image src="a"/><!-- <image src="https://b"/>')
    expect(attributes).toHaveLength(1)
    expect(comments[0].text).toBe(' <image src="https://b"/>')
    expect(errors).toHaveLength(1)
  })
})

describe('components', () => {
  it('finds the end of a template that holds templates', () => {
    const code =
      '<template><template #a><image src="x"/></template></template>\n<script>const a = "</template>"</script>'
    const { attributes, scripts, errors } = split('a.vue', code)
    expect(attributes).toHaveLength(1)
    expect(code.slice(scripts[0].start, scripts[0].end)).toBe('const a = "</template>"')
    expect(errors).toEqual([])
  })

  it('goes on at the script where a template is not closed', () => {
    const code =
      '<template>\n<template v-if="a">\n<image src="x"/></template>\n<script setup>a</script>\n<style>b{}</style>'
    const { attributes, scripts, errors } = split('a.vue', code)
    expect(attributes).toHaveLength(1)
    expect(scripts).toEqual([
      { start: code.indexOf('a</script>'), end: code.indexOf('</script>'), lang: 'js', kind: 'module', setup: true },
    ])
    expect(errors).toEqual([{ message: '<template> without end tag', start: code.indexOf('<script') }])
  })

  it('a mustache in a Vue attribute is text, in a wepy one an expression', () => {
    expect(all('a.vue', '<template><image src="{{a}}"/></template>')).toEqual(['image src static {{a}}'])
    expect(all('a.wpy', '<template><image src="{{a}}"/></template>')).toEqual(['image src mustache ⟨a⟩'])
  })

  it.each([
    [':src="a"', 'image src expression ⟨a⟩'],
    ['v-bind:src="a"', 'image src expression ⟨a⟩'],
    ['.src="a"', 'image src expression ⟨a⟩'],
    [':src', 'image src expression ⟨src⟩'],
    [':data-src', 'image data-src expression ⟨dataSrc⟩'],
    [':dataSrc="a"', 'image data-src expression ⟨a⟩'],
    ['@error="fail(1)"', 'image @error event ⟨fail(1)⟩'],
    ['v-on:error="fail(1)"', 'image v-on:error event ⟨fail(1)⟩'],
    ['@error="fail"', undefined],
    ['@error="failed = true"', 'image @error event ⟨failed = true⟩'],
    ['@error="failed === 1"', undefined],
    ['v-model="form.name"', 'image v-model model ⟨form.name⟩'],
    [':[name]="a"', undefined],
    ['v-if="a"', undefined],
    ['v-bind="a"', undefined],
    [':="a"', undefined],
    [':class="a"', undefined],
  ])('reads the binding %s', (source, expected) => {
    expect(all('a.vue', `<template><Image ${source} /></template>`)).toEqual(expected ? [expected] : [])
  })

  it('reads bindings that are written to', () => {
    const tags = '<Card v-model:name.trim="a" :shown.sync="b" :kind="c" />'
    expect(all('a.vue', `<template>${tags}</template>`)).toEqual(['card name model ⟨a⟩', 'card shown model ⟨b⟩'])
  })

  it.each([
    ['v-for="a in b"', 'a←b'],
    ['v-for="(a, i) of b"', 'a,i←b'],
    ['v-for="( { x, y: [z] }, i ) in f(b, c)"', '{ x, y: [z] },i←f(b, c)'],
    ['v-for="(v, k, i) in { a: 1 }"', 'v,k,i←{ a: 1 }'],
    ['v-for="item in items"', 'item←items'],
    ['v-for="(inner) in inOf"', 'inner←inOf'],
    ['v-slot="{ a }"', 'slot { a }'],
    ['#item.name="a"', 'slot a'],
    ['slot-scope="a"', 'slot a'],
  ])('reads the scope %s', (source, expected) => {
    const { attributes } = split('a.vue', `<template><view ${source}><image :src="a"/></view></template>`)
    expect(scopeShown(attributes[0].scope)).toEqual([expected])
  })

  it('takes void elements of HTML, and elements of the program that are called like them', () => {
    const code = '<template><view v-for="a in b"><br><img :src="a"><input></input></view><img :src="c"></template>'
    const { attributes, errors } = split('a.vue', code)
    expect(attributes.map(({ scope }) => scopeShown(scope))).toEqual([['a←b'], []])
    expect(errors).toEqual([])
  })

  it('keeps the platforms of mpx blocks and attributes', () => {
    const code = '<template mode="ali"><image src@wx="a" src="b"/></template><script mode="wx" env="didi">c</script>'
    const { attributes, scripts } = split('a.mpx', code)
    expect(attributes.map(({ mode }) => mode)).toEqual(['wx', 'ali'])
    expect(scripts).toMatchObject([{ mode: 'wx', env: 'didi' }])
  })

  it('gives the files that blocks stand in', () => {
    const code =
      '<template src="./a.html"></template><script src="./a.ts"/><script lang="wxs" module="m" src="m.wxs"></script>'
    expect(split('a.vue', code).references.map(({ kind, src, module }) => [kind, src, module])).toEqual([
      ['template', './a.html', undefined],
      ['script', './a.ts', undefined],
      ['wxs', 'm.wxs', 'm'],
    ])
  })
})

describe('pug', () => {
  const pug = (body: string): string[] => all('a.vue', `<template lang="pug">\n${body}\n</template>`)

  it.each([
    [`image(src='a')`, ['image src static a']],
    ['image(src=`a`)', ['image src static a']],
    ['image(src=`a${b}`)', ['image src expression ⟨`a${b}`⟩']],
    [`image(src='a' + b, :src="c + 'd'")`, [`image src expression ⟨'a' + b⟩`, `image src expression ⟨c + 'd'⟩`]],
    [`image.a#b(class="c" src="d").e`, ['image src static d']],
    [`.a: #b: image(src="d")`, ['image src static d']],
    [`image(\n  src="a"\n  mode="b")\nimage(src="c")`, ['image src static a', 'image src static c']],
    [`image('src'="a")`, ['image src static a']],
    [`image(src!="a")`, ['image src static a']],
    ['if x\n  image(src="a")', ['image src static a']],
    ['- var x = "https://no"\nimage(src="a")', ['image src static a']],
    ['//- image(src="a")\n   image(src="b")\nimage(src="c")', ['image src static c']],
    ['script.\n  image(src="a")\nimage(src="b")', ['image src static b']],
    ['image(src="a', ['image src expression ⟨"a⟩']],
  ])('%j', (body, expected) => expect(pug(body)).toEqual(expected))

  it('takes scopes from the indentation', () => {
    const code =
      '<template lang="pug">\nview(v-for="a in b")\n  view(v-for="c in a")\n    image(:src="c")\n  image(:src="a")\nimage(:src="d")\n</template>'
    expect(split('a.vue', code).attributes.map(({ scope }) => scopeShown(scope))).toEqual([['c←a', 'a←b'], ['a←b'], []])
  })
})

describe('styles', () => {
  const urls = (id: string, code: string): string[] =>
    split(id, code).styleUrls.map(({ place, text }) => `${place} ${text}`)

  it.each([
    ['a.css', 'a{b:url(https://c)}', ['url https://c']],
    ['a.css', 'a{b:url( "https://c)" )}', ['url https://c)']],
    ['a.css', '@import "a.css"; @import url(//b);', ['import a.css', 'url //b']],
    ['a.css', 'a{b:image-set("https://c" 1x)}', ['string https://c']],
    ['a.css', 'a{b:curl(https://c)}', []],
    ['a.css', 'a{b:url(data:image/png;base64,//)}', []],
    ['a.css', '/* url(a) */ a{b:url(c)}', ['url c']],
    ['a.css', '// url(a)\na{b:url(c)}', ['url c']],
    ['a.css', 'a{b: x // url(c)\n}', ['url c']],
    ['a.scss', 'a{b: x // url(c)\n}', []],
    ['a.scss', 'a{b: url(#{$a + f(1)}/c.png)}', ['url #{$a + f(1)}/c.png']],
    ['a.scss', "$a: 'https://b'; a{b: url($a + '//c')}", ['string https://b', 'string //c']],
    ['a.less', 'a{b: url("@{x}/c")}', ['url @{x}/c']],
    ['a.styl', 'a\n  b url(https://c)\n', ['url https://c']],
    ['a.css', 'a{b:"c\n} d{e:url(f)}', ['url f']],
    ['a.css', 'a{b:url(https://c', ['url https://c']],
    ['a.css', 'a{b:url(https://c; d:url(e)}', ['url https://c', 'url e']],
    ['a.wxss', 'a{b:url(https:\\/\\/c\\2e d)}', ['url https://c.d']],
  ])('%s %j', (id, code, expected) => expect(urls(id, code)).toEqual(expected))
})

describe('html', () => {
  it('reads attributes, scripts and styles', () => {
    const code =
      '<!DOCTYPE html><link href=a.css><script>if (a<b) c</script><script src="https://d"></script><style>e{f:url(g)}</style><p>https://h'
    const parts = split('a.html', code)
    expect(parts.attributes.map(shown)).toEqual(['link href static a.css', 'script src static https://d'])
    expect(parts.scripts.map(({ start, end }) => code.slice(start, end))).toEqual(['if (a<b) c'])
    expect(parts.literals.map(({ text }) => text)).toEqual(['https://d', 'https://h'])
    expect(parts.styleUrls).toHaveLength(1)
  })
})
