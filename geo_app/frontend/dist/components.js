/* Built by `npm run build`; licences of what it contains are in geo_app/frontend/vendor/. */
var _=(t,e)=>n=>{let{parentElement:r}=n;if(!r.querySelector("style[data-component]")){let o=document.createElement("style");o.dataset.component="",o.textContent=e,r.prepend(o)}return t(n)};function x(t,e){let n=t.querySelector(e);if(!(n instanceof HTMLElement))throw new Error(`the page has no ${e} for its component`);return n}function S(t,e){let n=t.getRootNode(),r=n.activeElement;e(),r instanceof HTMLElement&&t.contains(r)&&n.activeElement!==r&&r.focus({preventScroll:!0})}var at=(t,e)=>t.replace(/\{(\w+)\}/g,(n,r)=>e[r]??"");function J(t,e,n){let r=URL.createObjectURL(new Blob([t],{type:n}));Object.assign(document.createElement("a"),{href:r,download:e}).click(),setTimeout(()=>URL.revokeObjectURL(r),1e3)}function K(t,e,n){let r=new URLSearchParams(t),o=r.get("s")??"";return{code:o.startsWith("~")?n(o):o,lang:r.get("lang")??e.lang,profile:r.get("profile")??e.profile}}function zt(t,{lang:e,profile:n},r){let o=new URLSearchParams(t);return o.set("lang",e),o.set("profile",n),r?o.set("s",r):o.delete("s"),`?${o}`}function Bt(t,e){if(t.length<=e)return t;let n=0xcbf29ce484222325n;for(let r=0;r<t.length;r+=1)n=(n^BigInt(t.charCodeAt(r)))*0x100000001b3n&0xffffffffffffffffn;return"~"+n.toString(16).padStart(16,"0")}var lt=(t,e)=>t.code!==e.code||t.lang!==e.lang||t.profile!==e.profile;var R="geo-app:session",y,Rt=()=>{},T,dt="",ct=-1,pt=0,I=0;function Pt({data:t,parentElement:e,setTriggerValue:n}){y||window.addEventListener("popstate",We),y=t,Rt=n;let r=dt!==y.visit;if(r){let o=Je(y);if([dt,ct,pt,I,T]=[y.visit,-1,0,0,void 0],o&&lt(o,y)){ut(o,e);return}}if(y.heard<I){T&&T.element!==e&&ut(T.place,e);return}T=void 0,Ke(y,r||y.heard!==pt||y.step===ct),[ct,pt]=[y.step,y.heard]}function We(){if(!y)return;let t=K(window.location.search,y,ht);(lt(t,y)||y.heard<I)&&ut(t,T?.element)}function ut(t,e){I+=1,T={place:t,element:e},Rt("go",{...t,number:I})}function Je(t){let{search:e}=window.location,n=jt(R),r=n?JSON.parse(n):void 0;if(dt)return r;if(new URLSearchParams(e).has("s"))return K(e,t,ht);let[o]=performance.getEntriesByType("navigation");return!o||o.type==="navigate"||!r?void 0:{...K(e,r,ht),code:r.code}}function Ke(t,e){let{code:n,lang:r,profile:o}=t,i=Bt(n,t.longest);i!==n&&Ht(R+i,n),Ht(R,JSON.stringify({code:n,lang:r,profile:o}));let s=zt(window.location.search,t,i);if(s===window.location.search)return;let l=window.location.pathname+s+window.location.hash;e?window.history.replaceState({},"",l):window.history.pushState({},"",l)}var ht=t=>jt(R+t);function jt(t){try{return sessionStorage.getItem(t)}catch{return null}}function Ht(t,e){try{sessionStorage.setItem(t,e)}catch{Ze();try{sessionStorage.setItem(t,e)}catch{}}}function Ze(){try{for(let t of Object.keys(sessionStorage))t.startsWith(R)&&t!==R&&sessionStorage.removeItem(t)}catch{}}/**
 * @license
 * Copyright 2017 Google LLC
 * SPDX-License-Identifier: BSD-3-Clause
 */var bt=globalThis,It=t=>t,Z=bt.trustedTypes,qt=Z?Z.createPolicy("lit-html",{createHTML:t=>t}):void 0,xt="$lit$",A=`lit$${Math.random().toFixed(9).slice(2)}$`,vt="?"+A,Ye=`<${vt}>`,L=document,F=()=>L.createComment(""),D=t=>t===null||typeof t!="object"&&typeof t!="function",yt=Array.isArray,Yt=t=>yt(t)||typeof t?.[Symbol.iterator]=="function",mt=`[ 	
\f\r]`,q=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,Ut=/-->/g,Ft=/>/g,C=RegExp(`>|${mt}(?:([^\\s"'>=/]+)(${mt}*=${mt}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),Dt=/'/g,Vt=/"/g,Qt=/^(?:script|style|textarea|title)$/i,$t=t=>(e,...n)=>({_$litType$:t,strings:e,values:n}),m=$t(1),lr=$t(2),cr=$t(3),$=Symbol.for("lit-noChange"),g=Symbol.for("lit-nothing"),Wt=new WeakMap,N=L.createTreeWalker(L,129);function Xt(t,e){if(!yt(t)||!t.hasOwnProperty("raw"))throw Error("invalid template strings array");return qt!==void 0?qt.createHTML(e):e}var Gt=(t,e)=>{let n=t.length-1,r=[],o,i=e===2?"<svg>":e===3?"<math>":"",s=q;for(let l=0;l<n;l++){let a=t[l],c,h,p=-1,u=0;for(;u<a.length&&(s.lastIndex=u,h=s.exec(a),h!==null);)u=s.lastIndex,s===q?h[1]==="!--"?s=Ut:h[1]!==void 0?s=Ft:h[2]!==void 0?(Qt.test(h[2])&&(o=RegExp("</"+h[2],"g")),s=C):h[3]!==void 0&&(s=C):s===C?h[0]===">"?(s=o??q,p=-1):h[1]===void 0?p=-2:(p=s.lastIndex-h[2].length,c=h[1],s=h[3]===void 0?C:h[3]==='"'?Vt:Dt):s===Vt||s===Dt?s=C:s===Ut||s===Ft?s=q:(s=C,o=void 0);let d=s===C&&t[l+1].startsWith("/>")?" ":"";i+=s===q?a+Ye:p>=0?(r.push(c),a.slice(0,p)+xt+a.slice(p)+A+d):a+A+(p===-2?l:d)}return[Xt(t,i+(t[n]||"<?>")+(e===2?"</svg>":e===3?"</math>":"")),r]},gt=class te{constructor({strings:e,_$litType$:n},r){let o;this.parts=[];let i=0,s=0,l=e.length-1,a=this.parts,[c,h]=Gt(e,n);if(this.el=te.createElement(c,r),N.currentNode=this.el.content,n===2||n===3){let p=this.el.content.firstChild;p.replaceWith(...p.childNodes)}for(;(o=N.nextNode())!==null&&a.length<l;){if(o.nodeType===1){if(o.hasAttributes())for(let p of o.getAttributeNames())if(p.endsWith(xt)){let u=h[s++],d=o.getAttribute(p).split(A),b=/([.?@])?(.*)/.exec(u);a.push({type:1,index:i,name:b[2],strings:d,ctor:b[1]==="."?re:b[1]==="?"?oe:b[1]==="@"?ie:V}),o.removeAttribute(p)}else p.startsWith(A)&&(a.push({type:6,index:i}),o.removeAttribute(p));if(Qt.test(o.tagName)){let p=o.textContent.split(A),u=p.length-1;if(u>0){o.textContent=Z?Z.emptyScript:"";for(let d=0;d<u;d++)o.append(p[d],F()),N.nextNode(),a.push({type:2,index:++i});o.append(p[u],F())}}}else if(o.nodeType===8)if(o.data===vt)a.push({type:2,index:i});else{let p=-1;for(;(p=o.data.indexOf(A,p+1))!==-1;)a.push({type:7,index:i}),p+=A.length-1}i++}}static createElement(e,n){let r=L.createElement("template");return r.innerHTML=e,r}};function z(t,e,n=t,r){if(e===$)return e;let o=r!==void 0?n._$Co?.[r]:n._$Cl,i=D(e)?void 0:e._$litDirective$;return o?.constructor!==i&&(o?._$AO?.(!1),i===void 0?o=void 0:(o=new i(t),o._$AT(t,n,r)),r!==void 0?(n._$Co??=[])[r]=o:n._$Cl=o),o!==void 0&&(e=z(t,o._$AS(t,e.values),o,r)),e}var ee=class{constructor(t,e){this._$AV=[],this._$AN=void 0,this._$AD=t,this._$AM=e}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(t){let{el:{content:e},parts:n}=this._$AD,r=(t?.creationScope??L).importNode(e,!0);N.currentNode=r;let o=N.nextNode(),i=0,s=0,l=n[0];for(;l!==void 0;){if(i===l.index){let a;l.type===2?a=new Y(o,o.nextSibling,this,t):l.type===1?a=new l.ctor(o,l.name,l.strings,this,t):l.type===6&&(a=new se(o,this,t)),this._$AV.push(a),l=n[++s]}i!==l?.index&&(o=N.nextNode(),i++)}return N.currentNode=L,r}p(t){let e=0;for(let n of this._$AV)n!==void 0&&(n.strings!==void 0?(n._$AI(t,n,e),e+=n.strings.length-2):n._$AI(t[e])),e++}},Y=class ne{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,n,r,o){this.type=2,this._$AH=g,this._$AN=void 0,this._$AA=e,this._$AB=n,this._$AM=r,this.options=o,this._$Cv=o?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,n=this._$AM;return n!==void 0&&e?.nodeType===11&&(e=n.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,n=this){e=z(this,e,n),D(e)?e===g||e==null||e===""?(this._$AH!==g&&this._$AR(),this._$AH=g):e!==this._$AH&&e!==$&&this._(e):e._$litType$!==void 0?this.$(e):e.nodeType!==void 0?this.T(e):Yt(e)?this.k(e):this._(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==g&&D(this._$AH)?this._$AA.nextSibling.data=e:this.T(L.createTextNode(e)),this._$AH=e}$(e){let{values:n,_$litType$:r}=e,o=typeof r=="number"?this._$AC(e):(r.el===void 0&&(r.el=gt.createElement(Xt(r.h,r.h[0]),this.options)),r);if(this._$AH?._$AD===o)this._$AH.p(n);else{let i=new ee(o,this),s=i.u(this.options);i.p(n),this.T(s),this._$AH=i}}_$AC(e){let n=Wt.get(e.strings);return n===void 0&&Wt.set(e.strings,n=new gt(e)),n}k(e){yt(this._$AH)||(this._$AH=[],this._$AR());let n=this._$AH,r,o=0;for(let i of e)o===n.length?n.push(r=new ne(this.O(F()),this.O(F()),this,this.options)):r=n[o],r._$AI(i),o++;o<n.length&&(this._$AR(r&&r._$AB.nextSibling,o),n.length=o)}_$AR(e=this._$AA.nextSibling,n){for(this._$AP?.(!1,!0,n);e!==this._$AB;){let r=It(e).nextSibling;It(e).remove(),e=r}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},V=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(t,e,n,r,o){this.type=1,this._$AH=g,this._$AN=void 0,this.element=t,this.name=e,this._$AM=r,this.options=o,n.length>2||n[0]!==""||n[1]!==""?(this._$AH=Array(n.length-1).fill(new String),this.strings=n):this._$AH=g}_$AI(t,e=this,n,r){let o=this.strings,i=!1;if(o===void 0)t=z(this,t,e,0),i=!D(t)||t!==this._$AH&&t!==$,i&&(this._$AH=t);else{let s=t,l,a;for(t=o[0],l=0;l<o.length-1;l++)a=z(this,s[n+l],e,l),a===$&&(a=this._$AH[l]),i||=!D(a)||a!==this._$AH[l],a===g?t=g:t!==g&&(t+=(a??"")+o[l+1]),this._$AH[l]=a}i&&!r&&this.j(t)}j(t){t===g?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,t??"")}},re=class extends V{constructor(){super(...arguments),this.type=3}j(t){this.element[this.name]=t===g?void 0:t}},oe=class extends V{constructor(){super(...arguments),this.type=4}j(t){this.element.toggleAttribute(this.name,!!t&&t!==g)}},ie=class extends V{constructor(t,e,n,r,o){super(t,e,n,r,o),this.type=5}_$AI(t,e=this){if((t=z(this,t,e,0)??g)===$)return;let n=this._$AH,r=t===g&&n!==g||t.capture!==n.capture||t.once!==n.once||t.passive!==n.passive,o=t!==g&&(n===g||r);r&&this.element.removeEventListener(this.name,this,n),o&&this.element.addEventListener(this.name,this,t),this._$AH=t}handleEvent(t){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,t):this._$AH.handleEvent(t)}},se=class{constructor(t,e,n){this.element=t,this.type=6,this._$AN=void 0,this._$AM=e,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(t){z(this,t)}},Qe={M:xt,P:A,A:vt,C:1,L:Gt,R:ee,D:Yt,V:z,I:Y,H:V,N:oe,U:ie,B:re,F:se},Xe=bt.litHtmlPolyfillSupport;Xe?.(gt,Y),(bt.litHtmlVersions??=[]).push("3.3.3");var k=(t,e,n)=>{let r=n?.renderBefore??e,o=r._$litPart$;if(o===void 0){let i=n?.renderBefore??null;r._$litPart$=o=new Y(e.insertBefore(F(),i),i,void 0,n??{})}return o._$AI(t),o};/**
 * @license
 * Copyright 2017 Google LLC
 * SPDX-License-Identifier: BSD-3-Clause
 */var E={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},wt=t=>(...e)=>({_$litDirective$:t,values:e}),kt=class{constructor(t){}get _$AU(){return this._$AM._$AU}_$AT(t,e,n){this._$Ct=t,this._$AM=e,this._$Ci=n}_$AS(t,e){return this.update(t,e)}update(t,e){return this.render(...e)}};/**
 * @license
 * Copyright 2020 Google LLC
 * SPDX-License-Identifier: BSD-3-Clause
 */var{I:Ge}=Qe,Jt=t=>t,tn=t=>t.strings===void 0,Kt=()=>document.createComment(""),U=(t,e,n)=>{let r=t._$AA.parentNode,o=e===void 0?t._$AB:e._$AA;if(n===void 0){let i=r.insertBefore(Kt(),o),s=r.insertBefore(Kt(),o);n=new Ge(i,s,t,t.options)}else{let i=n._$AB.nextSibling,s=n._$AM,l=s!==t;if(l){let a;n._$AQ?.(t),n._$AM=t,n._$AP!==void 0&&(a=t._$AU)!==s._$AU&&n._$AP(a)}if(i!==o||l){let a=n._$AA;for(;a!==i;){let c=Jt(a).nextSibling;Jt(r).insertBefore(a,o),a=c}}}return n},O=(t,e,n=t)=>(t._$AI(e,n),t),en={},ae=(t,e=en)=>t._$AH=e,nn=t=>t._$AH,ft=t=>{t._$AR(),t._$AA.remove()};/**
 * @license
 * Copyright 2020 Google LLC
 * SPDX-License-Identifier: BSD-3-Clause
 */var pr=wt(class extends kt{constructor(t){if(super(t),t.type!==E.PROPERTY&&t.type!==E.ATTRIBUTE&&t.type!==E.BOOLEAN_ATTRIBUTE)throw Error("The `live` directive is not allowed on child or event bindings");if(!tn(t))throw Error("`live` bindings can only contain a single expression")}render(t){return t}update(t,[e]){if(e===$||e===g)return e;let n=t.element,r=t.name;if(t.type===E.PROPERTY){if(e===n[r])return $}else if(t.type===E.BOOLEAN_ATTRIBUTE){if(!!e===n.hasAttribute(r))return $}else if(t.type===E.ATTRIBUTE&&n.getAttribute(r)===e+"")return $;return ae(t),e}});/**
 * @license
 * Copyright 2017 Google LLC
 * SPDX-License-Identifier: BSD-3-Clause
 */var Zt=(t,e,n)=>{let r=new Map;for(let o=e;o<=n;o++)r.set(t[o],o);return r},Q=wt(class extends kt{constructor(t){if(super(t),t.type!==E.CHILD)throw Error("repeat() can only be used in text expressions")}dt(t,e,n){let r;n===void 0?n=e:e!==void 0&&(r=e);let o=[],i=[],s=0;for(let l of t)o[s]=r?r(l,s):s,i[s]=n(l,s),s++;return{values:i,keys:o}}render(t,e,n){return this.dt(t,e,n).values}update(t,[e,n,r]){let o=nn(t),{values:i,keys:s}=this.dt(e,n,r);if(!Array.isArray(o))return this.ut=s,i;let l=this.ut??=[],a=[],c,h,p=0,u=o.length-1,d=0,b=i.length-1;for(;p<=u&&d<=b;)if(o[p]===null)p++;else if(o[u]===null)u--;else if(l[p]===s[d])a[d]=O(o[p],i[d]),p++,d++;else if(l[u]===s[b])a[b]=O(o[u],i[b]),u--,b--;else if(l[p]===s[b])a[b]=O(o[p],i[b]),U(t,a[b+1],o[p]),p++,b--;else if(l[u]===s[d])a[d]=O(o[u],i[d]),U(t,o[p],o[u]),u--,d++;else if(c===void 0&&(c=Zt(s,d,b),h=Zt(l,p,u)),c.has(l[p]))if(c.has(l[u])){let v=h.get(s[d]),j=v!==void 0?o[v]:null;if(j===null){let Lt=U(t,o[p]);O(Lt,i[d]),a[d]=Lt}else a[d]=O(j,i[d]),U(t,o[p],j),o[v]=null;d++}else ft(o[u]),u--;else ft(o[p]),p++;for(;d<=b;){let v=U(t,a[b+1]);O(v,i[d]),a[d++]=v}for(;p<=u;){let v=o[p++];v!==null&&ft(v)}return this.ut=s,ae(t,a),$}});/**
 * @license
 * Copyright 2018 Google LLC
 * SPDX-License-Identifier: BSD-3-Clause
 */var le="important",rn=" !"+le,dr=wt(class extends kt{constructor(t){if(super(t),t.type!==E.ATTRIBUTE||t.name!=="style"||t.strings?.length>2)throw Error("The `styleMap` directive must be used in the `style` attribute and must be the only part in the attribute.")}render(t){return Object.keys(t).reduce((e,n)=>{let r=t[n];return r==null?e:e+`${n=n.includes("-")?n:n.replace(/(?:^(webkit|moz|ms|o)|)(?=[A-Z])/g,"-$&").toLowerCase()}:${r};`},"")}update(t,[e]){let{style:n}=t.element;if(this.ft===void 0)return this.ft=new Set(Object.keys(e)),this.render(e);for(let r of this.ft)e[r]==null&&(this.ft.delete(r),r.includes("-")?n.removeProperty(r):n[r]=null);for(let r in e){let o=e[r];if(o!=null){this.ft.add(r);let i=typeof o=="string"&&o.endsWith(rn);r.includes("-")||i?n.setProperty(r,i?o.slice(0,-11):o,i?le:""):n[r]=o}}return $}});function ce({data:t,parentElement:e,setTriggerValue:n}){let r=x(e,".places");S(r,()=>k(on(t,n),r))}var on=({words:t,rows:e},n)=>m`
  <table>
    <caption>${t.caption}</caption>
    <thead>
      <tr>
        <td></td>
        <th scope="col">${t.place}</th>
        <th scope="col" class="wide">${t.score}</th>
        <th scope="col" class="wide">${t.rank}</th>
        <th scope="col" class="wide">${t.why}</th>
        <td></td>
      </tr>
    </thead>
    <tbody>${e.map((r,o)=>sn(r,o,t,n))}</tbody>
  </table>
`,sn=(t,e,n,r)=>m`
  <tr aria-selected=${String(t.shown)}>
    <td class="number">${t.number}</td>
    <th scope="row">
      ${t.name}<small class="narrow">${n.score} ${t.score}${t.rank&&` · ${n.rank} ${t.rank}`}</small>
    </th>
    <td class="score wide"><span>${t.score}</span><div class="bar" style="--share: ${t.share}"></div></td>
    <td class="rank wide">${t.rank}</td>
    <td class="wide">${t.why}</td>
    <td class="acts">
      <button
        type="button"
        data-act=${`show ${e}`}
        aria-label=${`${n.show}: ${t.name}`}
        aria-pressed=${String(t.shown)}
        @click=${()=>r("show",e)}
      >${n.show}</button>
      ${t.added?m`<span class="added">${n.added}</span>`:an(t,e,n,r)}
    </td>
  </tr>
`,an=({name:t},e,n,r)=>m`
  <button type="button" data-act=${`add ${e}`} aria-label=${`${n.add}: ${t}`} @click=${()=>r("add",e)}>
    ${n.add}
  </button>
`;var pe=`.places { overflow-x: auto; container-type: inline-size; font-family: var(--st-font), sans-serif; color: var(--st-text-color); }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
caption { text-align: left; font-size: 0.8rem; opacity: 0.85; padding: 0 0 0.3rem; }
thead th { text-align: left; font-weight: 600; font-size: 0.8rem; white-space: nowrap; }
thead tr { border-bottom: 2px solid var(--st-border-color, #d4d4d8); }
tbody tr { border-bottom: 1px solid var(--st-border-color, #e4e4e7); }
tbody tr[aria-selected="true"] { background: color-mix(in srgb, var(--st-primary-color) 14%, transparent); }
td, th { padding: 0.35rem 0.5rem 0.35rem 0; vertical-align: middle; text-align: left; }
tbody th { font-weight: 600; } tbody th small { font-weight: 400; opacity: 0.85; font-size: 0.78rem; }
.number { font-weight: 700; text-align: right; width: 1.8rem; padding-right: 0.6rem; font-variant-numeric: tabular-nums; }
.score { width: 5rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.rank { font-variant-numeric: tabular-nums; }
.bar { height: 5px; border-radius: 3px; background: var(--st-secondary-background-color); margin-top: 3px; overflow: hidden; }
.bar::before { content: ""; display: block; height: 100%; width: calc(var(--share) * 100%); background: var(--st-primary-color); }
.acts { white-space: nowrap; text-align: right; }
.added { font-size: 0.85rem; opacity: 0.85; padding: 0 0.4rem; }
.narrow { display: none; }
button { font: inherit; font-size: 0.85rem; min-height: 28px; padding: 0 0.6rem; margin-left: 0.3rem; border-radius: 6px; cursor: pointer;
  border: 1px solid var(--st-border-color, #71717a); background: transparent; color: inherit; }
button:hover { border-color: var(--st-primary-color); }
button[aria-pressed="true"] { background: var(--st-primary-color); color: #fff; border-color: transparent; }
button:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 1px; }
@container (max-width: 560px) { .wide { display: none; } .narrow { display: block; } }
`;function f(t,e={},...n){let r=document.createElement(t);for(let[o,i]of Object.entries(e))typeof i=="function"?r.addEventListener(o.slice(2),i):i!==!1&&i!=null&&r.setAttribute(o,i===!0?"":String(i));for(let o of n)o!=null&&r.append(o);return r}function At(t,e,...n){let r=document.createElementNS("http://www.w3.org/2000/svg",t);for(let[o,i]of Object.entries(e))i!=null&&r.setAttribute(o,String(i));return r.append(...n),r}var B=(t,e,n)=>f("button",{type:"button",class:"plain","data-name":e,onclick:n},t);function X(t,e,n,r){let o=f("select",{"data-name":t,onchange:()=>r(o.value)});return o.append(...e.map(([i,s])=>new Option(s,i,!1,i===n))),o}function M(t,e,n){let r=t.querySelector(e);r&&r.textContent!==n&&(r.textContent=n)}var _t=new WeakSet;function G(t,e){let n=()=>{_t.delete(o)&&e(o.valueAsNumber)},o=f("input",{type:"number",...t,oninput:()=>{_t.add(o)},onchange:n,onblur:n});return o}function tt(t,e){_t.has(t)||(t.value=String(e))}var cn={now:()=>performance.now(),wait:(t,e)=>Number(setTimeout(t,e)),cancel:t=>clearTimeout(t)},et=class{#n=[];#i=0;#e=0;#r=0;#t=-1/0;#o;send=()=>{};constructor(e=cn){this.#o=e}get isPending(){let e=this.#r<this.#e&&this.#o.now()<this.#t+6e3;return this.#n.length>0||e}answer(e){this.#r=Math.max(this.#r,e),this.#s()}push(e,n){let r=this.#n.at(-1);n&&r?.kind===e.kind&&r.criterion===e.criterion&&this.#n.pop(),this.#n.push(e),this.#s()}#s(){this.#o.cancel(this.#i);let e=this.#o.now(),n=this.#t+(this.#r>=this.#e?80:1500);if(!this.#n.length)return;if(e<n){this.#i=this.#o.wait(()=>this.#s(),n-e);return}let r=this.#n.shift();this.#e=Math.max(this.#e,this.#r)+1,this.#t=e,this.send({number:this.#e,...r})}};function de(t,e,n,r=new Set){let o=W(t),i=t.map(u=>u/o);if(r.has(e))return i;let s=Math.max(0,1-W(i.filter((u,d)=>r.has(d)))),l=i.map((u,d)=>d!==e&&!r.has(d)),a=l.includes(!0)?Math.min(Math.max(n,0),s):s,c=Math.max(0,...i.filter((u,d)=>l[d])),h=i.map((u,d)=>l[d]?c>0?u/c:1:0),p=W(h);return i.map((u,d)=>d===e?a:l[d]?(s-a)*h[d]/p:u)}function ue(t){let e=t.map(Math.floor),n=Math.round(W(t)-W(e)),r=t.map((o,i)=>i).sort((o,i)=>t[i]-e[i]-(t[o]-e[o]));for(let o of r.slice(0,Math.max(0,n)))e[o]+=1;return e}var W=t=>t.reduce((e,n)=>e+n,0);function me(t,e,n){let r=X("kind",t.kinds,t.kind,s=>n.push("shape",s)),o=t.numbers.map((s,l)=>hn(s,l,n)),i=f("label",{class:"kind"},f("span",{},t.kind_label),r);return f("div",{class:"detail"},f("p",{class:"text"}),f("p",{class:"reason"},f("span")," ",f("a",{target:"_blank",rel:"noopener noreferrer"})),pn(t,n),f("p",{class:"chosen"}),f("div",{class:"numbers"},i,...o),f("p",{class:"problem",role:"alert"}),f("div",{class:"buttons"},...dn(t,e,n)))}function pn(t,e){let n=At("svg",{viewBox:"0 0 100 100",preserveAspectRatio:"none",role:"img"}),r=f("div",{class:"plot"},n,...t.handles.map((s,l)=>fn(l,e))),o=f("div",{class:"values","aria-hidden":"true"},f("span",{},"100"),f("span",{},"0")),i=f("div",{class:"ends","aria-hidden":"true"},f("span"),f("span"));return f("div",{class:"chart"},o,r,i)}function dn(t,e,{push:n,detail:r}){let o=()=>r()?.points??[],i=[];t.many&&i.push(B(t.add_anchor,"more",()=>n("anchors",un(o())))),t.many&&t.points.length>2&&i.push(B(t.remove_anchor,"fewer",()=>n("anchors",o().slice(0,-1))));let s=B(t.undo,"undo",()=>n("unshape"));return[...i,s,B(e.remove,"remove",()=>n("remove"))]}function un(t){let[[e,n],[r,o]]=t.slice(-2);return[...t.slice(0,-1),[(e+r)/2,(n+o)/2],[r,o]]}var St=t=>[...t.querySelectorAll(".numbers input")];function hn({label:t},e,{push:n,detail:r}){let o=G({step:"any","data-name":`anchor ${e}`},()=>{let[i,s]=[o.closest(".numbers"),r()];i&&s&&n("anchors",mn(St(o.closest(".detail")??i),s))});return f("label",{},f("span",{},t),o)}function mn(t,{points:e,numbers:n}){let r=e.map(o=>[...o]);return t.forEach((o,i)=>{let s=Number.isFinite(o.valueAsNumber)?o.valueAsNumber:null;for(let[l,a]of n[i].at)r[l][a]=s}),r}function fn(t,{push:e,grip:n,detail:r,settle:o}){let i=null,s=f("span",{class:"handle","aria-hidden":"true"});s.addEventListener("pointerdown",a=>{let c=r();c&&(s.setPointerCapture(a.pointerId),i={handle:t,low:c.low,high:c.high},n(i),a.preventDefault())}),s.addEventListener("pointermove",a=>{let c=r();i&&c&&e("anchors",gn(s,a,i,c))});let l=()=>{i=null,n(null),o()};return s.addEventListener("pointerup",l),s.addEventListener("pointercancel",l),s}function gn(t,e,n,{handles:r,points:o,numbers:i}){let s=r[n.handle],l=t.parentElement.getBoundingClientRect(),a=he(e.clientX-l.left,l.width),c=bn(n.low+a*(n.high-n.low),s,n),h=s.free?Math.round(100*he(l.bottom-e.clientY,l.height)):null,p=o.map((u,d)=>s.points.includes(d)?[c,h??u[1]]:u);return fe(t,{x:c,y:h??s.y},n),St(t.closest(".detail")).forEach((u,d)=>{let[b,v]=i[d].at[0];u.value=String(p[b][v])}),p}var he=(t,e)=>Math.min(1,Math.max(0,t/e));function bn(t,{between:[e,n]},{low:r,high:o}){let i=10**Math.floor(Math.log10((o-r)/50)),s=Math.max(e===null?-1/0:e+i,t),l=Math.min(n===null?1/0:n-i,s);return Number((Math.round(l/i)*i).toPrecision(12))}function fe(t,{x:e,y:n},{low:r,high:o}){t.style.left=`${100*(e-r)/(o-r)}%`,t.style.top=`${100-n}%`}function ge(t,e,n,r,o){M(t,".text",e.text),M(t,".reason span",e.reason),M(t,".reason a",e.source_label),M(t,".chosen",e.chosen),M(t,".problem",r);let i=t.querySelector(".reason a");i.hidden=!e.source,e.source&&(i.href=e.source),t.querySelector("[data-name=undo]").hidden=!e.changed,n||(M(t,".ends span:first-child",e.low_text),M(t,".ends span:last-child",e.high_text));let s=n??e;if(xn(t.querySelector("svg"),e,s),r||o)return;St(t).forEach((a,c)=>tt(a,e.numbers[c].value)),t.querySelectorAll(".handle").forEach((a,c)=>fe(a,e.handles[c],s))}function xn(t,{curve:e,curve_label:n,out:r,ticks:o,chosen_at:i},{low:s,high:l}){let a=b=>Math.round(1e4*(b-s)/(l-s))/100,c=(b,v)=>b.map(j=>`M${a(j)},${v}V100`).join(""),h=e.map(([b,v])=>`${a(b)},${100-100*v}`).join("L"),[p,u]=[e[0][0],e[e.length-1][0]].map(a),d={under:`M${p},100L${h}L${u},100Z`,out:c(r,92),tick:c(o,86),selected:i===null?"":c([i],0),curve:`M${h}`};t.setAttribute("aria-label",n),t.replaceChildren(...Object.entries(d).map(([b,v])=>At("path",{d:v,class:b})))}var be=new WeakMap;function ve({data:t,parentElement:e,setTriggerValue:n}){let r=x(e,".criteria"),o=be.get(r)??vn(r,t);be.set(r,o),o.data=t,o.queue.send=u=>n("change",u),o.queue.answer(t.heard);let{words:i,profile:s,rows:l,more:a,opened:c,detail:h}=t,p=JSON.stringify([i,s,l.map(({id:u})=>u),a,c,h?.kind,h?.points.length]);o.shape!==p&&(Object.assign(o,{shape:p,built:t.heard,grip:null}),$n(o)),nt(o)}var vn=(t,e)=>({root:t,data:e,queue:new et,shape:"",built:0,held:"",grip:null,local:null,base:null});function P(t,e,n,r){e!=="weight"&&(t.base=null),t.queue.push({kind:e,criterion:n,value:r},e!=="lock")}var xe=({queue:t,held:e,grip:n})=>!!(e||n||t.isPending);function nt(t){let{data:e,local:n}=t;xe(t)||(n&&e.rows.some(({id:i,percent:s})=>!(Math.abs(s-n[i])<.01))&&(t.base=null),t.local=null),ke(t,t.local??$e(e),t.local?null:e.rows);for(let i of e.rows)yn(t,i);let r=e.detail&&Et(t,e.opened)?.querySelector(".detail");if(!e.detail||!r)return;let o=e.heard>t.built?e.detail.problem:"";ge(r,e.detail,t.grip,o,xe(t))}function yn(t,{id:e,locked:n,changed:r}){let o=Et(t,e);if(o){x(o,".lock").setAttribute("aria-pressed",String(n));for(let i of ye(o))i.disabled=n;x(o,".title").setAttribute("aria-expanded",String(e===t.data.opened)),x(o,".changed").textContent=r?t.data.words.changed:""}}var Et=({root:t},e)=>t.querySelector(`[data-row="${CSS.escape(e)}"]`),ye=t=>t.querySelectorAll(".line input");function $n(t){let{data:e,root:n}=t,{activeElement:r}=n.getRootNode(),o=r instanceof HTMLElement?r.dataset.name:void 0,i=f("ul",{"aria-label":e.words.weights},...e.rows.map(a=>wn(a,t))),s=B(e.words.reset,"reset",()=>P(t,"reset"));n.replaceChildren(i,f("div",{class:"foot"},e.more.length?_n(t):null,s));let l=o&&n.querySelector(`[data-name="${CSS.escape(o)}"]`);l instanceof HTMLElement&&l.focus({preventScroll:!0})}function wn({id:t,title:e},n){let{words:r,opened:o,detail:i}=n.data,s=()=>P(n,"open",n.data.opened===t?"":t),l=f("button",{type:"button",class:"title","data-name":`open ${t}`,onclick:s},f("span",{class:"mark","aria-hidden":"true"}),f("span",{},e),f("small",{class:"changed"})),a=f("button",{type:"button",class:"lock","data-name":`lock ${t}`,"aria-label":at(r.lock,{criterion:e}),onclick:()=>P(n,"lock",t)}),c=at(r.weight,{criterion:e}),h=f("span",{class:"percent"},An(t,c,n),"%"),p=f("div",{class:"line"},l,kn(t,c,n),h,a);return f("li",{"data-row":t},p,o===t&&i?me(i,r,{push:(d,b)=>P(n,d,t,b),grip:d=>n.grip=d,detail:()=>n.data.detail,settle:()=>nt(n)}):null)}function kn(t,e,n){let r=()=>{n.held="",nt(n)},o=f("input",{type:"range",min:0,max:100,step:1,"data-name":`range ${t}`,"aria-label":e,oninput:()=>we(n,t,o.valueAsNumber),onpointerdown:()=>{n.held=t},onpointerup:r,onpointercancel:r});return o}var An=(t,e,n)=>G({min:0,max:100,step:1,"data-name":`number ${t}`,"aria-label":e},r=>{Number.isFinite(r)&&we(n,t,Math.min(100,Math.max(0,r))),nt(n)});function _n(t){let{words:e,more:n}=t.data,r=X("add",[["",e.add],...n],"",o=>{o&&P(t,"add",o),r.value=""});return r.setAttribute("aria-label",e.add),r}var $e=({rows:t})=>Object.fromEntries(t.map(({id:e,percent:n})=>[e,n]));function we(t,e,n){let r=new Set(t.data.rows.filter(a=>a.locked).map(a=>a.id));if(r.has(e))return;t.base?.id!==e&&(t.base={id:e,weights:t.local??$e(t.data)});let{weights:o}=t.base,i=Object.keys(o),s=new Set(i.flatMap((a,c)=>r.has(a)?[c]:[])),l=de(Object.values(o),i.indexOf(e),n/100,s);t.local=Object.fromEntries(i.map((a,c)=>[a,100*l[c]])),ke(t,t.local,null),P(t,"weight",e,t.local[e])}function ke(t,e,n){let r=Object.values(e),o=n?n.map(i=>i.shown):ue(r);for(let[i,s]of Object.keys(e).entries()){let l=Et(t,s);if(!l)continue;let[a,c]=ye(l);s!==t.held&&(a.value=String(r[i])),a.style.setProperty("--share",`${r[i]}%`),tt(c,o[i])}}var Ae=`.criteria { font-family: var(--st-font), sans-serif; color: var(--st-text-color); font-size: 0.875rem; container-type: inline-size;
  /* Nearer to the text's colour, so that it stands out from a dark ground too. */
  --accent: color-mix(in srgb, var(--st-primary-color) 50%, var(--st-text-color));
  --edge: color-mix(in srgb, var(--st-text-color) 55%, transparent); }
ul { list-style: none; margin: 0; padding: 0; }
li { border-bottom: 1px solid var(--st-border-color, #e4e4e7); }
.line { display: grid; grid-template-columns: minmax(0, 1fr) minmax(5rem, 36%) auto auto; align-items: center; column-gap: 0.6rem; min-height: 36px; }
.title { all: unset; cursor: pointer; display: flex; align-items: center; gap: 0.35rem; min-height: 32px; line-height: 1.25; }
.title .mark { flex: none; width: 0; height: 0; border-left: 5px solid currentColor; border-block: 4px solid transparent; opacity: 0.7; }
.title[aria-expanded="true"] .mark { rotate: 90deg; }
.title[aria-expanded="true"] { font-weight: 600; }
.changed { font-size: 0.75rem; color: var(--accent); font-weight: 600; }
input[type="range"] { appearance: none; width: 100%; height: 24px; margin: 0; background: none; cursor: pointer; }
input[type="range"]::-webkit-slider-runnable-track { height: 6px; border-radius: 3px;
  background: linear-gradient(to right, var(--accent) var(--share, 0%), var(--st-border-color, #d4d4d8) 0); }
input[type="range"]::-moz-range-track { height: 6px; border-radius: 3px;
  background: linear-gradient(to right, var(--accent) var(--share, 0%), var(--st-border-color, #d4d4d8) 0); }
input[type="range"]::-webkit-slider-thumb { appearance: none; width: 18px; height: 18px; margin-top: -6px; border-radius: 50%;
  background: var(--accent); border: 2px solid var(--st-background-color); }
input[type="range"]::-moz-range-thumb { width: 14px; height: 14px; border-radius: 50%;
  background: var(--accent); border: 2px solid var(--st-background-color); }
input[type="range"]:disabled { cursor: not-allowed; filter: grayscale(1); }
input[type="number"], select { font: inherit; color: inherit; background: var(--st-secondary-background-color);
  border: 1px solid var(--edge); border-radius: 4px; min-height: 28px; padding: 0 0.3rem; box-sizing: border-box; }
.percent { display: flex; align-items: center; gap: 0.2rem; font-variant-numeric: tabular-nums; }
.percent input { width: 3.1rem; text-align: right; font-weight: 600; }
.percent input:disabled { opacity: 0.75; }
.lock { all: unset; cursor: pointer; width: 28px; height: 28px; border-radius: 4px; display: grid; place-items: center; }
.lock::before { content: ""; width: 14px; height: 16px; background: currentColor; opacity: 0.55;
  mask: url('data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 14 16"><path d="M1 7h12v9H1zM4 7V4a3 3 0 0 1 6-.6h-1.700a1.500 1.500 0 0 0-2.800.6v3z"/></svg>') center / contain no-repeat; }
.lock[aria-pressed="true"] { background: color-mix(in srgb, var(--accent) 18%, transparent); }
.lock[aria-pressed="true"]::before { opacity: 1; background: var(--accent);
  mask-image: url('data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 14 16"><path d="M1 7h2V4a4 4 0 0 1 8 0v3h2v9H1zM4.700 7h4.600V4a2.300 2.300 0 0 0-4.600 0z" fill-rule="evenodd"/></svg>'); }
:is(.title, .lock, .plain, input, select, a):focus-visible { outline: 3px solid var(--accent); outline-offset: 1px; border-radius: 4px; }
.foot, .buttons { display: flex; flex-wrap: wrap; gap: 0.5rem; margin: 0.6rem 0; }
.foot select { flex: 1 1 9rem; min-width: 0; min-height: 32px; }
.plain { font: inherit; color: inherit; min-height: 32px; padding: 0 0.7rem; cursor: pointer; background: none;
  border: 1px solid var(--edge); border-radius: 4px; }
.plain:hover { border-color: var(--accent); color: var(--accent); }
.detail { padding: 0 0 0.6rem 1rem; }
.detail p { margin: 0.25rem 0; line-height: 1.4; }
.reason { opacity: 0.85; }
.chosen { font-weight: 600; }
.problem { color: var(--st-red-text-color, #b91c1c); font-weight: 600; }
.detail .problem:empty { margin: 0; }
.chart { display: grid; grid-template-columns: auto minmax(0, 1fr); column-gap: 0.6rem; margin: 0.6rem 0.6rem 0.2rem 0; font-size: 0.75rem; }
.values { display: flex; flex-direction: column; justify-content: space-between; text-align: right; line-height: 1; }
.ends { grid-column: 2; display: flex; justify-content: space-between; padding-top: 2px; }
svg { width: 100%; height: 96px; display: block; border-left: 1px solid currentColor; border-bottom: 1px solid currentColor; overflow: visible; clip-path: inset(-4px); }
path { fill: none; vector-effect: non-scaling-stroke; }
.under { fill: var(--accent); opacity: 0.1; }
.curve { stroke: var(--accent); stroke-width: 2.5; stroke-linejoin: round; }
.tick { stroke: currentColor; stroke-width: 1.5; opacity: 0.75; }
.out { stroke: currentColor; stroke-width: 1.5; opacity: 0.3; }
.selected { stroke: #d55e00; stroke-width: 2; }
.plot { position: relative; touch-action: pan-y; }
.handle { position: absolute; width: 24px; height: 24px; translate: -50% -50%; cursor: grab; touch-action: none;
  display: grid; place-items: center; }
.handle::before { content: ""; width: 9px; height: 9px; border-radius: 50%; background: var(--st-background-color);
  border: 2.5px solid var(--accent); }
.handle:hover::before, .handle:active::before { width: 13px; height: 13px; }
.handle:active { cursor: grabbing; }
.numbers { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 0.4rem 0.6rem; align-items: end; }
.numbers label { display: flex; flex-direction: column; gap: 0.15rem; font-size: 0.8rem; line-height: 1.2; }
.numbers .kind { grid-column: 1 / -1; flex-flow: row wrap; align-items: center; gap: 0.5rem; }
.numbers .kind select { flex: 1; width: auto; min-width: 0; font-size: 0.875rem; }
.numbers input, .numbers select { width: 100%; min-height: 32px; }
[hidden] { display: none !important; }
.reason a { color: var(--accent); display: inline-block; min-height: 24px; line-height: 24px; padding-inline: 0.2rem; }
@container (max-width: 30rem) { .numbers { grid-template-columns: 1fr 1fr; } }
@container (max-width: 24rem) {
  .line { grid-template-columns: minmax(0, 1fr) auto auto; padding-block: 0.25rem; }
  .title { grid-column: 1 / -1; }
}
`;var Mt=()=>window.geoApp,Se=()=>({frame:null,key:"",payload:"",running:null}),H={key:"",ready:null},w=Se(),rt=0,Tt=()=>w.running?JSON.parse(JSON.stringify(w.running.view())):null;function Ee({data:t,parentElement:e,setTriggerValue:n}){let r=x(e,".geo-frame"),o=++rt;return En(t,r,s=>n("event",s),()=>o===rt&&r.isConnected).catch(s=>{console.error(s),o===rt&&(r.dataset.failed="")}),()=>{r.isConnected||w.frame!==r||(rt++,w=Se(),Mt()?.stop())}}async function En(t,e,n,r){let{scripts:o,styles:i,start:s,height:l,payload:a}=JSON.parse(await Mn(t));e.style.setProperty("--geo-height",`${l}px`),x(e,"p").textContent=s.failed,await Tn(o,i);let c=Mt();if(!r()||!c)return;delete e.dataset.failed,s.theme=Cn(e);let h=JSON.stringify([o,i,s]),p=JSON.stringify(a);if(w.frame!==e||w.key!==h){let u=Object.assign(document.createElement("div"),{className:"folium-map"});c.stop(),x(e,"div").replaceChildren(u),w={frame:e,key:h,payload:"",running:c.start(u,s,n)}}w.running&&(w.running.session.listener=n,w.payload!==p&&(w.payload=p,c.update(a)))}var Mn=t=>new Response(new Blob([t]).stream().pipeThrough(new DecompressionStream("deflate"))).text();function Tn(t,e){let n=[...t,...e].join();if(H.key===n)return H.ready;Mt()?.stop(),Object.assign(window,{geoApp:void 0});for(let r of document.head.querySelectorAll("[data-geo-app]"))r.remove();return H.key=n,H.ready=Promise.all([...e.map(r=>_e("link",{rel:"stylesheet",href:r})),...t.map(r=>_e("script",{src:r,async:!1}))]),H.ready.catch(()=>H.key=""),H.ready}function _e(t,e){return new Promise((n,r)=>{let o=Object.assign(document.createElement(t),e,{onload:n});o.onerror=()=>r(new Error(`${e.href??e.src} could not be loaded`)),o.dataset.geoApp="",document.head.append(o)})}function Cn(t){let e=document.createElement("canvas").getContext("2d");if(!e)return"light";e.fillStyle=getComputedStyle(t).getPropertyValue("--st-background-color"),e.fillRect(0,0,1,1);let[n,r,o]=e.getImageData(0,0,1,1).data;return .3*n+.6*r+.1*o<128?"dark":"light"}var Me=`.geo-frame, .geo-frame > div { height: var(--geo-height, 560px); }
.geo-frame .folium-map { height: 100%; }
.geo-frame > p { margin: 0; padding: 10px 14px; background: #fff7ed; color: #7c2d12; border: 1px solid #fdba74; border-radius: 8px; }
.geo-frame:not([data-failed]) > p, .geo-frame[data-failed] > div { display: none; }
/* A map as high as a phone's screen would swallow every swipe. */
@media (max-width: 640px) { .geo-frame, .geo-frame > div { height: min(68vh, var(--geo-height, 560px)); } }
`;var Nn=180,Ln=0,Ct=class{data={label:"",query:"",results:[],status:"",most:0};report=()=>{};typed=!1;listed=!1;status={text:"",className:""};marked=-1;#n;#i=`geo-places-${++Ln}`;#e;constructor(e){this.#e=e}get#r(){return this.#e.querySelector("input")}get#t(){return this.#e.firstElementChild?this.#r.value.trim():""}get#o(){return this.data.query!==""&&this.#t===this.data.query.trim()}get#s(){return this.listed?this.data.results:[]}update(){this.typed&&this.#t===this.data.query.trim()?this.#c():(this.#t||(this.status.text=""),this.draw())}draw(){let{data:e}=this,n=this.#s.length>0;k(m`
        <input
          type="search"
          autocomplete="off"
          spellcheck="false"
          role="combobox"
          aria-autocomplete="list"
          aria-controls=${this.#i}
          aria-expanded=${String(n)}
          aria-activedescendant=${this.marked<0?g:`${this.#i}-${this.marked}`}
          aria-label=${e.label}
          placeholder=${e.label}
          maxlength=${e.most||200}
          @input=${()=>this.#u()}
          @keydown=${r=>this.#h(r)}
          @blur=${()=>this.#a()}
          @focus=${()=>this.#o&&this.#c()}
        />
        <ul id=${this.#i} role="listbox" aria-label=${e.label} ?hidden=${!n}>${this.#d()}</ul>
        <p role="status" class=${this.status.className}>${this.status.text}</p>
      `,this.#e),this.marked>=0&&this.#e.querySelector("[aria-selected=true]")?.scrollIntoView({block:"nearest"})}#d(){let e=n=>r=>{r.preventDefault(),this.#p(n)};return this.#s.map(({name:n,kind:r},o)=>m`
        <li id=${`${this.#i}-${o}`} role="option" aria-selected=${String(o===this.marked)} @mousedown=${e(o)}>
          <b>${n}</b><span>${r}</span>
        </li>
      `)}#c(){this.listed=!0,this.status={text:this.data.status,className:this.data.results.length?"unseen":""},this.#l(-1)}#a(){this.listed=!1,this.#l(-1)}#l(e){this.marked=e,this.draw()}#u(){clearTimeout(this.#n),this.typed=!0,this.#t||(this.status.text=""),this.#a(),this.#t&&(this.#n=setTimeout(()=>this.report("query",this.#t),Nn))}#h(e){let{length:n}=this.#s,r={ArrowDown:1,ArrowUp:this.marked<0?0:-1}[e.key];if(e.key==="Escape")n||(this.#r.value=""),this.#a();else if(e.key==="Enter")clearTimeout(this.#n),this.#t&&this.#p(Math.max(this.marked,0));else if(r!==void 0&&n)this.#l((this.marked+r+n)%n);else return;e.preventDefault()}#p(e){let n=this.#o?this.data.results[e]:null;this.#o&&!this.data.results.length||(this.report("choose",{query:this.#t,at:e}),this.typed=!1,n&&(this.#r.value=n.name),this.#a())}},Te=new WeakMap;function Ce({data:t,parentElement:e,setTriggerValue:n}){let r=x(e,".search"),o=Te.get(r)??new Ct(r);Te.set(r,o),Object.assign(o,{data:t,report:n}),o.update()}var Oe=`.search { position: relative; font-family: var(--st-font); color: var(--st-text-color); font-size: 14px; line-height: 1.4; }
input { box-sizing: border-box; width: 100%; min-height: 38px; padding: 4px 12px; border: 1px solid color-mix(in srgb, currentColor 30%, transparent); border-radius: 8px;
  background: var(--st-secondary-background-color); color: inherit; font: inherit; }
input::placeholder { color: inherit; opacity: 0.75; }
input:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: -2px; }
ul { list-style: none; margin: 4px 0 0; padding: 4px; max-height: 320px; overflow: auto; border: 1px solid color-mix(in srgb, currentColor 25%, transparent);
  border-radius: 8px; background: var(--st-background-color); }
ul[hidden] { display: none; }
li { display: flex; flex-wrap: wrap; gap: 0 10px; align-items: baseline; justify-content: space-between; min-height: 24px; padding: 4px 8px; border-radius: 6px; cursor: pointer; }
li b { font-weight: 600; }
li span { font-size: 12.5px; opacity: 0.85; }
li:hover, li[aria-selected="true"] { background: color-mix(in srgb, var(--st-primary-color) 15%, transparent); }
p { margin: 4px 2px 0; font-size: 13px; }
p:empty { display: none; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
`;var Bn=700,Ne=new WeakMap;function Le({data:t,parentElement:e,setTriggerValue:n}){let r=x(e,".ranking");S(r,()=>k(Hn(t,n),r)),jn(r,t.announcement),r.dataset.selected!==t.selected&&(r.dataset.selected=t.selected,In(r))}var Hn=(t,e)=>m`
  <p role="status" class="unseen"></p>
  <table>
    <caption>${t.caption}</caption>
    <thead>
      <tr>
        ${t.columns.map(([n,r])=>m`<th scope="col" class=${r}>${n}</th>`)}
        <th scope="col"><span class="unseen">${t.comparing}</span></th>
      </tr>
    </thead>
    <tbody>${Q(t.rows,({id:n})=>n,n=>Rn(n,t,e))}</tbody>
  </table>
  ${t.more?m`<button type="button" class="more" @click=${()=>e("more",!0)}>${t.more}</button>`:g}
`,Rn=(t,{selected:e,comparing:n},r)=>m`
  <tr aria-selected=${String(t.id===e)} @click=${()=>r("site",t.id)}>
    <td class="rank">${t.rank}</td>
    <th scope="row" class="name">
      <button type="button" data-site=${t.id} aria-pressed=${String(t.id===e)}>${t.name}</button>
      <small>${t.detail}</small>
    </th>
    <td class="score"><span>${t.score}</span><div class="bar" style="--share: ${t.share}"></div></td>
    <td class="sure">${t.sure}${t.alike?m`<small>${t.alike}</small>`:g}</td>
    <td class="accuracy">${t.accuracy}</td>
    <td class="compare">${Pn(t,`${n}: ${t.name}`,r)}</td>
  </tr>
`;function Pn({id:t,letter:e},n,r){let o=i=>{i.stopPropagation(),r("compare",t)};return m`<button
    type="button"
    class=${e&&`letter-${e}`}
    data-compare=${t}
    title=${n}
    aria-label=${n}
    aria-pressed=${String(!!e)}
    @click=${o}
  >${e||"+"}</button>`}function jn(t,e){let n=Ne.get(t)??{text:e};Ne.set(t,n),clearTimeout(n.timer),n.timer=setTimeout(()=>{n.text!==e&&(n.text=e,x(t,"[role=status]").textContent=e)},Bn)}function In(t){let e=t.querySelector('tr[aria-selected="true"]');if(!e)return;let[n,r]=[t.getBoundingClientRect(),e.getBoundingClientRect()];(r.top<n.top||r.bottom>n.bottom)&&(t.scrollTop+=r.top-n.top-n.height/3)}var ze=`.ranking { max-height: 26rem; overflow-y: auto; font-family: var(--st-font), sans-serif; color: var(--st-text-color); }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
caption { text-align: left; font-size: 0.8rem; opacity: 0.8; padding: 0 0 0.3rem; }
thead th { position: sticky; top: 0; background: var(--st-background-color); text-align: left; font-weight: 600;
  font-size: 0.8rem; border-bottom: 2px solid var(--st-border-color, #d4d4d8); padding: 0.35rem 0.4rem; z-index: 1; }
tbody tr { cursor: pointer; border-bottom: 1px solid var(--st-border-color, #e4e4e7); }
tbody tr:hover { background: var(--st-secondary-background-color); }
tbody tr[aria-selected="true"] { background: color-mix(in srgb, var(--st-primary-color) 14%, transparent);
  box-shadow: inset 4px 0 0 var(--st-primary-color); }
td, tbody th { padding: 0.35rem 0.4rem; vertical-align: middle; text-align: left; font-weight: 400; }
td.rank { font-weight: 700; font-size: 1.05rem; width: 2.2rem; text-align: right; font-variant-numeric: tabular-nums; }
.name button { all: unset; cursor: pointer; font-weight: 600; min-height: 24px; display: block; }
.name button:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 2px; border-radius: 3px; }
.name small { display: block; font-size: 0.78rem; opacity: 0.8; }
.score { width: 5.5rem; font-variant-numeric: tabular-nums; font-weight: 600; }
.bar { height: 5px; border-radius: 3px; background: var(--st-secondary-background-color); margin-top: 3px; overflow: hidden; }
.bar::before { content: ""; display: block; height: 100%; width: calc(var(--share) * 100%); background: var(--st-primary-color); }
.sure { font-variant-numeric: tabular-nums; white-space: nowrap; } .sure small { display: block; font-size: 0.75rem; opacity: 0.8; }
.accuracy { white-space: nowrap; font-size: 0.8rem; }
.unseen { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); }
.compare button { font: inherit; font-size: 0.85rem; font-weight: 700; width: 26px; height: 26px; padding: 0; border-radius: 50%;
  border: 1px solid var(--st-border-color, #71717a); background: transparent; color: inherit; cursor: pointer; }
.compare button[aria-pressed="true"] { color: #fff; border-color: transparent; }
.letter-A { background: #0072b2 !important; } .letter-B { background: #b45309 !important; }
.letter-C { background: #007a5e !important; } .letter-D { background: #a3216f !important; }
.more { font: inherit; font-weight: 600; min-height: 32px; width: 100%; margin: 0.3rem 0; cursor: pointer; color: inherit;
  background: var(--st-secondary-background-color); border: 1px solid var(--st-border-color, #d4d4d8); border-radius: 6px; }
.compare button:focus-visible, .more:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 2px; }
.ranking { container-type: inline-size; }
@container (max-width: 26rem) { .accuracy, thead th:nth-child(5) { display: none; } }
`;var ot=t=>m`<svg viewBox="-10 -10 20 20" aria-hidden="true"><path d=${t} /></svg>`,it=(t,e)=>e.length?m`<ul class=${t}>${e.map(n=>m`<li>${n}</li>`)}</ul>`:g;var Un={go:"M-6,0H6M1,-5L6,0L1,5",replace:"M6,-2A6.3,6.3 0 1 0 6,3M6,-7V-2H1",up:"M0,6V-6M-5,-1L0,-6L5,-1",down:"M0,-6V6M-5,1L0,6L5,1",remove:"M-5,-5L5,5M5,-5L-5,5"},Ot=new WeakSet;function He({data:t,parentElement:e,setTriggerValue:n}){let r=x(e,".story"),o=(s,l=-1,a="",c=null)=>n("act",{act:s,number:l,text:a,view:c,at:Date.now()});Ot.delete(r);let i=()=>S(r,()=>k(Fn(r,t,o,i),r));i()}var Fn=(t,e,n,r)=>m`
  <p class="intro">${e.words.intro}</p>
  <div class="acts">
    <button type="button" class="first" ?disabled=${e.full} @click=${()=>n("add",-1,"",Tt())}>
      ${e.words.add}
    </button>
    ${Wn(t,e,n,r)}
    <button type="button" ?disabled=${!e.saved} @click=${()=>J(e.saved,e.file,"application/json")}>
      ${e.words.save}
    </button>
  </div>
  <div class="status" role="status">${Dn(t,e,n)}</div>
  <ol ?hidden=${!e.rows.length}>${e.rows.map((o,i)=>Vn(o,i,e,n))}</ol>
`;function Dn(t,{words:e,rows:n,problem:r,full:o,removed:i},s){return Ot.has(t)?m`<p class="bad">${e.too_large}</p>`:[r?m`<p class="bad">${r}</p>`:g,o?m`<p class="notes">${e.full}</p>`:g,n.length?g:m`<p>${e.empty}</p>`,i?m`<p>${i} <button type="button" @click=${()=>s("undo")}>${e.undo}</button></p>`:g]}function Vn(t,e,{rows:n,words:r,most:o},i){let s=`${e+1}. ${t.title}`,l=(p,u,d=!1)=>m`<button
    type="button"
    title=${r[p]}
    aria-label=${`${r[p]}: ${s}`}
    data-number=${e}
    data-part=${p}
    ?disabled=${d}
    @click=${u}
  >${ot(Un[p])}</button>`,a=p=>`${r[p]}: ${s}`,[c,h]=[Be("title",e,t.title,i),Be("note",e,t.note,i)];return m`
    <li>
      <span class="number">${e+1}</span>
      <input type="text" .value=${t.title} maxlength=${o.title} aria-label=${a("title")} data-number=${e}
        data-part="title" @change=${c.onChange} @keydown=${c.onKey} />
      <span class="tools">
        ${l("go",()=>i("go",e),!t.fits)}
        ${l("replace",()=>i("replace",e,"",Tt()))}
        ${l("up",()=>i("up",e),e===0)}
        ${l("down",()=>i("down",e),e===n.length-1)}
        ${l("remove",()=>i("remove",e))}
      </span>
      <small class=${t.fits?"":"bad"}>${t.fits?t.what:r.unfit}</small>
      <textarea rows="2" .value=${t.note} maxlength=${o.note} placeholder=${r.note} aria-label=${a("note")}
        data-number=${e} data-part="note" @change=${h.onChange} @keydown=${h.onKey}></textarea>
    </li>
  `}var Be=(t,e,n,r)=>({onChange:({currentTarget:o})=>r(t,e,o.value),onKey:({key:o,currentTarget:i})=>{let s=i;o==="Escape"&&(s.value=n),o==="Enter"&&t==="title"&&s.blur()}});function Wn(t,{words:e,most:n},r,o){let i=async({currentTarget:l})=>{let a=l,c=a.files?.[0];c&&(c.size>n.bytes?(Ot.add(t),o()):r("load",-1,await c.text(),c.name),a.value="")};return m`
    <button type="button" @click=${()=>t.querySelector("input[type=file]").click()}>${e.load}</button>
    <input type="file" accept=".json" hidden tabindex="-1" aria-label=${e.load} @change=${i} />
  `}var Re=`.story { display: grid; gap: 8px; font-family: var(--st-font); color: var(--st-text-color); font-size: 14px; line-height: 1.4; }
.story p { margin: 0; }
.story ol { list-style: none; margin: 0; padding: 0; }
.story ol[hidden] { display: none; }
.story li { display: grid; grid-template-columns: 26px 1fr auto; gap: 2px 4px; align-items: center; padding: 6px 0; border-top: 1px solid color-mix(in srgb, currentColor 15%, transparent); }
.story li > :is(small, textarea) { grid-column: 2 / -1; }
.story small { font-size: 12.5px; opacity: 0.85; padding-left: 6px; }
.number { font-weight: 600; text-align: center; }
.tools { display: flex; }
input[type="text"], textarea { box-sizing: border-box; min-width: 0; width: 100%; min-height: 28px; padding: 2px 5px; border: 1px solid transparent; border-radius: 5px; background: none; color: inherit; font: inherit; }
input[type="text"] { font-weight: 600; }
textarea { font-size: 13px; resize: vertical; border-color: color-mix(in srgb, currentColor 18%, transparent); }
textarea::placeholder { color: inherit; opacity: 0.75; }
:is(input[type="text"], textarea):is(:hover, :focus) { border-color: color-mix(in srgb, currentColor 40%, transparent); background: var(--st-background-color); }
button { box-sizing: border-box; min-height: 30px; padding: 2px 12px; border: 1px solid color-mix(in srgb, currentColor 30%, transparent); border-radius: 8px;
  background: var(--st-background-color); color: inherit; font: inherit; cursor: pointer; }
button:hover:enabled { border-color: var(--st-primary-color); color: var(--st-primary-color); }
button:disabled { opacity: 0.45; cursor: default; }
.tools button { width: 28px; min-height: 28px; padding: 4px; border-color: transparent; background: none; }
svg { display: block; width: 18px; height: 18px; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
:is(button, input, textarea):focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: -2px; }
.status { display: grid; gap: 4px; }
.status:empty { display: none; }
.status .bad { padding: 3px 8px; border-left: 3px solid #b3261e; background: color-mix(in srgb, #b3261e 9%, transparent); overflow-wrap: anywhere; }
.acts { display: flex; flex-wrap: wrap; gap: 8px; }
.first { border-color: var(--st-primary-color); }
@media (max-width: 480px) { .story li { grid-template-columns: 26px 1fr; } .tools { grid-column: 2 / -1; } }
`;var Pe;function qe({data:t}){Pe?.disconnect(),je(t);let e=new MutationObserver(()=>je(t));return Pe=e,e.observe(document.body,{childList:!0,subtree:!0}),()=>e.disconnect()}function je({choose:t,limit:e,remove:n}){for(let r of document.querySelectorAll("[data-testid=stFileUploaderDropzone]")){r.getAttribute("role")!=="group"&&r.setAttribute("role","group"),Nt(r.querySelector("input"),r.getAttribute("aria-label")),Ie(r.querySelector("[data-testid=stBaseButton-secondary] p"),t),Ie(r.querySelector("[data-testid=stFileUploaderDropzoneInstructions] span"),e),Nt(r.querySelector("[data-testid=stBaseButton-borderlessIcon]"),t);for(let o of r.querySelectorAll("[data-testid=stFileChip]"))Nt(o.querySelector("button"),n)}}function Ie(t,e){t&&t.textContent!==e&&(t.textContent=e)}function Nt(t,e){t&&e!==null&&t.getAttribute("aria-label")!==e&&t.setAttribute("aria-label",e)}var Kn="M0,8C-4,2 -5.5,0 -5.5,-3A5.5,5.5 0 1 1 5.5,-3C5.5,0 4,2 0,8Z",Zn="M-5,-5L5,5M5,-5L-5,5",Yn=80,Qn=2e3,Xn=4,Ue=new WeakMap;function De({data:t,parentElement:e,setTriggerValue:n}){let r=x(e,".own"),o=Ue.get(r)??{tooLarge:!1};Ue.set(r,o);let i=(l,a,c)=>n(l,{id:a,text:c});o.count!==t.count&&(o.tooLarge=!1);let s=()=>S(r,()=>k(Gn(r,t,o,i,s),r));s(),t.rest!==null&&o.count!==void 0&&o.count!==t.count&&(st(r).value=[o.beforeFile,t.rest].filter(Boolean).join(`
`)),o.count!==t.count&&(o.beforeFile=void 0),o.count=t.count}var st=t=>t.querySelector("textarea");function Gn(t,e,n,r,o){let{words:i,rows:s}=e,l=()=>{let{value:c}=st(t);c.trim()?r("paste","",c):st(t).focus()},a=({key:c,ctrlKey:h,metaKey:p})=>{c==="Enter"&&(h||p)&&l()};return m`
    <ul ?hidden=${!s.length}>${Q(s,({id:c})=>c,c=>tr(c,i,r))}</ul>
    <div class="status" role="status">${er(e,n,r)}</div>
    <label class="paste">
      <span>${i.paste}</span><textarea rows="3" spellcheck="false" @keydown=${a}></textarea>
      <small>${i.paste_help}</small>
    </label>
    <div class="acts">
      <button type="button" class="first" @click=${l}>${i.add}</button>
      ${nr(t,e,n,r,o)}
      <button type="button" ?disabled=${!e.saved} @click=${()=>J(e.saved,"sites.geojson","application/geo+json")}>
        ${i.save}
      </button>
    </div>
  `}function tr(t,e,n){let r=(o,i,s)=>m`<button
    type="button"
    title=${e[o]}
    aria-label=${`${e[o]}: ${t.name}`}
    data-id=${t.id}
    data-part=${o}
    @click=${()=>n(s,t.id,"")}
  >${ot(i)}</button>`;return m`
    <li aria-current=${t.selected?"true":g}>
      ${r("show",Kn,"select")}
      ${Fe(t,"name",t.name,Yn,e,o=>n("rename",t.id,o))}
      ${r("remove",Zn,"remove")}
      <span class="where">
        ${Fe(t,"place",t.place,Qn,e,o=>n("move",t.id,o))}
        ${t.area?m`<span>${t.area}</span>`:g}
      </span>
    </li>
  `}function Fe(t,e,n,r,o,i){let s=({currentTarget:a})=>{let c=a;c.value.trim()?i(c.value):c.value=n},l=({key:a,currentTarget:c})=>{let h=c;a==="Enter"&&h.blur(),a==="Escape"&&(h.value=n)};return m`<input
    type="text"
    class=${e}
    .value=${n}
    maxlength=${r}
    aria-label=${`${o[e]}: ${t.name}`}
    data-id=${t.id}
    data-part=${e}
    @change=${s}
    @keydown=${l}
  />`}function er({words:t,rows:e,added:n,problems:r,notes:o,removed:i},{tooLarge:s},l){if(s)return it("bad",[t.too_large]);let a=()=>l("undo","","undo");return[e.length?g:m`<p>${t.empty}</p>`,n?m`<p class="good">${n}</p>`:g,it("bad",r),it("notes",o),i?m`<p>${i} <button type="button" @click=${a}>${t.undo}</button></p>`:g]}function nr(t,{words:e,most:n},r,o,i){let s=async({currentTarget:a})=>{let c=a,h=c.files?.[0];h&&(r.tooLarge=h.size>Xn*n,r.tooLarge?i():(r.beforeFile=st(t).value,o("paste","",await h.text())),c.value="")};return m`
    <button type="button" @click=${()=>t.querySelector("input[type=file]").click()}>${e.load}</button>
    <input
      type="file"
      accept=".geojson,.json,.txt,.csv,.wkt"
      hidden
      tabindex="-1"
      aria-label=${e.load}
      @change=${s}
    />
  `}var Ve=`.own { display: grid; gap: 8px; font-family: var(--st-font); color: var(--st-text-color); font-size: 14px; line-height: 1.4; }
.own ul { list-style: none; margin: 0; padding: 0; }
.own > ul { display: grid; max-height: 320px; overflow: auto; scrollbar-width: thin; }
.own > ul[hidden] { display: none; }
.own > ul > li { display: grid; grid-template-columns: 28px 1fr 28px; gap: 0 4px; align-items: center; padding: 4px 0;
  border-bottom: 1px solid color-mix(in srgb, currentColor 15%, transparent); }
.own > ul > li[aria-current] { background: color-mix(in srgb, var(--st-primary-color) 10%, transparent); }
.own .where { grid-column: 2 / -1; display: flex; gap: 12px; align-items: center; font-variant-numeric: tabular-nums; }
input[type="text"] { box-sizing: border-box; min-width: 0; width: 100%; min-height: 26px; padding: 1px 5px; border: 1px solid transparent; border-radius: 5px;
  background: none; color: inherit; font: inherit; }
input.name { font-weight: 600; }
input.place { width: 24ch; font-size: 13px; }
input[type="text"]:hover, input[type="text"]:focus { border-color: color-mix(in srgb, currentColor 40%, transparent); background: var(--st-background-color); }
button { box-sizing: border-box; min-height: 30px; padding: 2px 12px; border: 1px solid color-mix(in srgb, currentColor 30%, transparent); border-radius: 8px;
  background: var(--st-background-color); color: inherit; font: inherit; cursor: pointer; }
button:hover:enabled { border-color: var(--st-primary-color); color: var(--st-primary-color); }
button:disabled { opacity: 0.5; cursor: default; }
li > button { width: 28px; min-height: 28px; padding: 4px; border-color: transparent; background: none; }
svg { display: block; width: 18px; height: 18px; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
:is(button, input, textarea):focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: -2px; }
.status:empty { display: none; }
.status p { margin: 0; }
.status .bad, .status .notes { display: grid; gap: 3px; max-height: 180px; overflow: auto; }
.status .bad > li { padding: 3px 8px; border-left: 3px solid #b3261e; background: color-mix(in srgb, #b3261e 9%, transparent); overflow-wrap: anywhere; }
.status .notes > li { padding: 3px 8px; border-left: 3px solid var(--st-primary-color); overflow-wrap: anywhere; }
.paste { display: grid; gap: 3px; }
.paste small { font-size: 12.5px; opacity: 0.8; }
textarea { box-sizing: border-box; width: 100%; min-height: 68px; padding: 6px 8px; border: 1px solid color-mix(in srgb, currentColor 30%, transparent); border-radius: 8px;
  background: var(--st-secondary-background-color); color: inherit; font: inherit; font-size: 13px; resize: vertical; }
.acts { display: flex; flex-wrap: wrap; gap: 8px; }
.first { border-color: var(--st-primary-color); }
`;var No=Pt,Lo=_(ce,pe),zo=_(ve,Ae),Bo=_(Ee,Me),Ho=_(Ce,Oe),Ro=_(Le,ze),Po=_(He,Re),jo=qe,Io=_(De,Ve);export{No as address,Lo as best_places,zo as criteria_editor,Bo as map_view,Ho as place_search,Ro as ranking_table,Po as story,jo as uploader_texts,Io as user_sites};
