/* Built by `npm run build`; licences of what it contains are in geo_app/frontend/vendor/. */
var A=(t,e)=>n=>{let{parentElement:r}=n;if(!r.querySelector("style[data-component]")){let o=document.createElement("style");o.dataset.component="",o.textContent=e,r.prepend(o)}return t(n)};function x(t,e){let n=t.querySelector(e);if(!(n instanceof HTMLElement))throw new Error(`the page has no ${e} for its component`);return n}function S(t,e){let n=t.getRootNode(),r=n.activeElement;e(),r instanceof HTMLElement&&t.contains(r)&&n.activeElement!==r&&r.focus({preventScroll:!0})}var mt=(t,e)=>t.replace(/\{(\w+)\}/g,(n,r)=>e[r]??"");function Y(t,e,n){let r=URL.createObjectURL(new Blob([t],{type:n}));Object.assign(document.createElement("a"),{href:r,download:e}).click(),setTimeout(()=>URL.revokeObjectURL(r),1e3)}function Q(t,e,n){let r=new URLSearchParams(t),o=r.get("s")??"";return{code:o.startsWith("~")?n(o):o,lang:r.get("lang")??e.lang,profile:r.get("profile")??e.profile}}function Wt(t,{lang:e,profile:n},r){let o=new URLSearchParams(t);return o.set("lang",e),o.set("profile",n),r?o.set("s",r):o.delete("s"),`?${o}`}function Jt(t,e){if(t.length<=e)return t;let n=0xcbf29ce484222325n;for(let r=0;r<t.length;r+=1)n=(n^BigInt(t.charCodeAt(r)))*0x100000001b3n&0xffffffffffffffffn;return"~"+n.toString(16).padStart(16,"0")}var ft=(t,e)=>t.code!==e.code||t.lang!==e.lang||t.profile!==e.profile;var R="geo-app:session",y,Zt=()=>{},C,xt="",gt=-1,bt=0,U=0;function Yt({data:t,parentElement:e,setTriggerValue:n}){y||window.addEventListener("popstate",un),y=t,Zt=n;let r=xt!==y.visit;if(r){let o=hn(y);if([xt,gt,bt,U,C]=[y.visit,-1,0,0,void 0],o&&ft(o,y)){vt(o,e);return}}if(y.heard<U){C&&C.element!==e&&vt(C.place,e);return}C=void 0,mn(y,r||y.heard!==bt||y.step===gt),[gt,bt]=[y.step,y.heard]}function un(){if(!y)return;let t=Q(window.location.search,y,yt);(ft(t,y)||y.heard<U)&&vt(t,C?.element)}function vt(t,e){U+=1,C={place:t,element:e},Zt("go",{...t,number:U})}function hn(t){let{search:e}=window.location,n=Qt(R),r=n?JSON.parse(n):void 0;if(xt)return r;if(new URLSearchParams(e).has("s"))return Q(e,t,yt);let[o]=performance.getEntriesByType("navigation");return!o||o.type==="navigate"||!r?void 0:{...Q(e,r,yt),code:r.code}}function mn(t,e){let{code:n,lang:r,profile:o}=t,i=Jt(n,t.longest);i!==n&&Kt(R+i,n),Kt(R,JSON.stringify({code:n,lang:r,profile:o}));let s=Wt(window.location.search,t,i);if(s===window.location.search)return;let a=window.location.pathname+s+window.location.hash;e?window.history.replaceState({},"",a):window.history.pushState({},"",a)}var yt=t=>Qt(R+t);function Qt(t){try{return sessionStorage.getItem(t)}catch{return null}}function Kt(t,e){try{sessionStorage.setItem(t,e)}catch{fn();try{sessionStorage.setItem(t,e)}catch{}}}function fn(){try{for(let t of Object.keys(sessionStorage))t.startsWith(R)&&t!==R&&sessionStorage.removeItem(t)}catch{}}/**
 * @license
 * Copyright 2017 Google LLC
 * SPDX-License-Identifier: BSD-3-Clause
 */var At=globalThis,Xt=t=>t,X=At.trustedTypes,Gt=X?X.createPolicy("lit-html",{createHTML:t=>t}):void 0,_t="$lit$",_=`lit$${Math.random().toFixed(9).slice(2)}$`,St="?"+_,gn=`<${St}>`,L=document,V=()=>L.createComment(""),W=t=>t===null||typeof t!="object"&&typeof t!="function",Mt=Array.isArray,le=t=>Mt(t)||typeof t?.[Symbol.iterator]=="function",$t=`[ 	
\f\r]`,F=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,te=/-->/g,ee=/>/g,T=RegExp(`>|${$t}(?:([^\\s"'>=/]+)(${$t}*=${$t}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),ne=/'/g,re=/"/g,ce=/^(?:script|style|textarea|title)$/i,Et=t=>(e,...n)=>({_$litType$:t,strings:e,values:n}),f=Et(1),Cr=Et(2),Tr=Et(3),w=Symbol.for("lit-noChange"),g=Symbol.for("lit-nothing"),oe=new WeakMap,N=L.createTreeWalker(L,129);function pe(t,e){if(!Mt(t)||!t.hasOwnProperty("raw"))throw Error("invalid template strings array");return Gt!==void 0?Gt.createHTML(e):e}var de=(t,e)=>{let n=t.length-1,r=[],o,i=e===2?"<svg>":e===3?"<math>":"",s=F;for(let a=0;a<n;a++){let l=t[a],c,h,p=-1,u=0;for(;u<l.length&&(s.lastIndex=u,h=s.exec(l),h!==null);)u=s.lastIndex,s===F?h[1]==="!--"?s=te:h[1]!==void 0?s=ee:h[2]!==void 0?(ce.test(h[2])&&(o=RegExp("</"+h[2],"g")),s=T):h[3]!==void 0&&(s=T):s===T?h[0]===">"?(s=o??F,p=-1):h[1]===void 0?p=-2:(p=s.lastIndex-h[2].length,c=h[1],s=h[3]===void 0?T:h[3]==='"'?re:ne):s===re||s===ne?s=T:s===te||s===ee?s=F:(s=T,o=void 0);let d=s===T&&t[a+1].startsWith("/>")?" ":"";i+=s===F?l+gn:p>=0?(r.push(c),l.slice(0,p)+_t+l.slice(p)+_+d):l+_+(p===-2?a:d)}return[pe(t,i+(t[n]||"<?>")+(e===2?"</svg>":e===3?"</math>":"")),r]},kt=class ue{constructor({strings:e,_$litType$:n},r){let o;this.parts=[];let i=0,s=0,a=e.length-1,l=this.parts,[c,h]=de(e,n);if(this.el=ue.createElement(c,r),N.currentNode=this.el.content,n===2||n===3){let p=this.el.content.firstChild;p.replaceWith(...p.childNodes)}for(;(o=N.nextNode())!==null&&l.length<a;){if(o.nodeType===1){if(o.hasAttributes())for(let p of o.getAttributeNames())if(p.endsWith(_t)){let u=h[s++],d=o.getAttribute(p).split(_),b=/([.?@])?(.*)/.exec(u);l.push({type:1,index:i,name:b[2],strings:d,ctor:b[1]==="."?fe:b[1]==="?"?ge:b[1]==="@"?be:J}),o.removeAttribute(p)}else p.startsWith(_)&&(l.push({type:6,index:i}),o.removeAttribute(p));if(ce.test(o.tagName)){let p=o.textContent.split(_),u=p.length-1;if(u>0){o.textContent=X?X.emptyScript:"";for(let d=0;d<u;d++)o.append(p[d],V()),N.nextNode(),l.push({type:2,index:++i});o.append(p[u],V())}}}else if(o.nodeType===8)if(o.data===St)l.push({type:2,index:i});else{let p=-1;for(;(p=o.data.indexOf(_,p+1))!==-1;)l.push({type:7,index:i}),p+=_.length-1}i++}}static createElement(e,n){let r=L.createElement("template");return r.innerHTML=e,r}};function z(t,e,n=t,r){if(e===w)return e;let o=r!==void 0?n._$Co?.[r]:n._$Cl,i=W(e)?void 0:e._$litDirective$;return o?.constructor!==i&&(o?._$AO?.(!1),i===void 0?o=void 0:(o=new i(t),o._$AT(t,n,r)),r!==void 0?(n._$Co??=[])[r]=o:n._$Cl=o),o!==void 0&&(e=z(t,o._$AS(t,e.values),o,r)),e}var he=class{constructor(t,e){this._$AV=[],this._$AN=void 0,this._$AD=t,this._$AM=e}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(t){let{el:{content:e},parts:n}=this._$AD,r=(t?.creationScope??L).importNode(e,!0);N.currentNode=r;let o=N.nextNode(),i=0,s=0,a=n[0];for(;a!==void 0;){if(i===a.index){let l;a.type===2?l=new G(o,o.nextSibling,this,t):a.type===1?l=new a.ctor(o,a.name,a.strings,this,t):a.type===6&&(l=new xe(o,this,t)),this._$AV.push(l),a=n[++s]}i!==a?.index&&(o=N.nextNode(),i++)}return N.currentNode=L,r}p(t){let e=0;for(let n of this._$AV)n!==void 0&&(n.strings!==void 0?(n._$AI(t,n,e),e+=n.strings.length-2):n._$AI(t[e])),e++}},G=class me{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,n,r,o){this.type=2,this._$AH=g,this._$AN=void 0,this._$AA=e,this._$AB=n,this._$AM=r,this.options=o,this._$Cv=o?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,n=this._$AM;return n!==void 0&&e?.nodeType===11&&(e=n.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,n=this){e=z(this,e,n),W(e)?e===g||e==null||e===""?(this._$AH!==g&&this._$AR(),this._$AH=g):e!==this._$AH&&e!==w&&this._(e):e._$litType$!==void 0?this.$(e):e.nodeType!==void 0?this.T(e):le(e)?this.k(e):this._(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==g&&W(this._$AH)?this._$AA.nextSibling.data=e:this.T(L.createTextNode(e)),this._$AH=e}$(e){let{values:n,_$litType$:r}=e,o=typeof r=="number"?this._$AC(e):(r.el===void 0&&(r.el=kt.createElement(pe(r.h,r.h[0]),this.options)),r);if(this._$AH?._$AD===o)this._$AH.p(n);else{let i=new he(o,this),s=i.u(this.options);i.p(n),this.T(s),this._$AH=i}}_$AC(e){let n=oe.get(e.strings);return n===void 0&&oe.set(e.strings,n=new kt(e)),n}k(e){Mt(this._$AH)||(this._$AH=[],this._$AR());let n=this._$AH,r,o=0;for(let i of e)o===n.length?n.push(r=new me(this.O(V()),this.O(V()),this,this.options)):r=n[o],r._$AI(i),o++;o<n.length&&(this._$AR(r&&r._$AB.nextSibling,o),n.length=o)}_$AR(e=this._$AA.nextSibling,n){for(this._$AP?.(!1,!0,n);e!==this._$AB;){let r=Xt(e).nextSibling;Xt(e).remove(),e=r}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},J=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(t,e,n,r,o){this.type=1,this._$AH=g,this._$AN=void 0,this.element=t,this.name=e,this._$AM=r,this.options=o,n.length>2||n[0]!==""||n[1]!==""?(this._$AH=Array(n.length-1).fill(new String),this.strings=n):this._$AH=g}_$AI(t,e=this,n,r){let o=this.strings,i=!1;if(o===void 0)t=z(this,t,e,0),i=!W(t)||t!==this._$AH&&t!==w,i&&(this._$AH=t);else{let s=t,a,l;for(t=o[0],a=0;a<o.length-1;a++)l=z(this,s[n+a],e,a),l===w&&(l=this._$AH[a]),i||=!W(l)||l!==this._$AH[a],l===g?t=g:t!==g&&(t+=(l??"")+o[a+1]),this._$AH[a]=l}i&&!r&&this.j(t)}j(t){t===g?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,t??"")}},fe=class extends J{constructor(){super(...arguments),this.type=3}j(t){this.element[this.name]=t===g?void 0:t}},ge=class extends J{constructor(){super(...arguments),this.type=4}j(t){this.element.toggleAttribute(this.name,!!t&&t!==g)}},be=class extends J{constructor(t,e,n,r,o){super(t,e,n,r,o),this.type=5}_$AI(t,e=this){if((t=z(this,t,e,0)??g)===w)return;let n=this._$AH,r=t===g&&n!==g||t.capture!==n.capture||t.once!==n.once||t.passive!==n.passive,o=t!==g&&(n===g||r);r&&this.element.removeEventListener(this.name,this,n),o&&this.element.addEventListener(this.name,this,t),this._$AH=t}handleEvent(t){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,t):this._$AH.handleEvent(t)}},xe=class{constructor(t,e,n){this.element=t,this.type=6,this._$AN=void 0,this._$AM=e,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(t){z(this,t)}},bn={M:_t,P:_,A:St,C:1,L:de,R:he,D:le,V:z,I:G,H:J,N:ge,U:be,B:fe,F:xe},xn=At.litHtmlPolyfillSupport;xn?.(kt,G),(At.litHtmlVersions??=[]).push("3.3.3");var k=(t,e,n)=>{let r=n?.renderBefore??e,o=r._$litPart$;if(o===void 0){let i=n?.renderBefore??null;r._$litPart$=o=new G(e.insertBefore(V(),i),i,void 0,n??{})}return o._$AI(t),o};/**
 * @license
 * Copyright 2017 Google LLC
 * SPDX-License-Identifier: BSD-3-Clause
 */var M={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},Ct=t=>(...e)=>({_$litDirective$:t,values:e}),Tt=class{constructor(t){}get _$AU(){return this._$AM._$AU}_$AT(t,e,n){this._$Ct=t,this._$AM=e,this._$Ci=n}_$AS(t,e){return this.update(t,e)}update(t,e){return this.render(...e)}};/**
 * @license
 * Copyright 2020 Google LLC
 * SPDX-License-Identifier: BSD-3-Clause
 */var{I:vn}=bn,ie=t=>t,yn=t=>t.strings===void 0,se=()=>document.createComment(""),D=(t,e,n)=>{let r=t._$AA.parentNode,o=e===void 0?t._$AB:e._$AA;if(n===void 0){let i=r.insertBefore(se(),o),s=r.insertBefore(se(),o);n=new vn(i,s,t,t.options)}else{let i=n._$AB.nextSibling,s=n._$AM,a=s!==t;if(a){let l;n._$AQ?.(t),n._$AM=t,n._$AP!==void 0&&(l=t._$AU)!==s._$AU&&n._$AP(l)}if(i!==o||a){let l=n._$AA;for(;l!==i;){let c=ie(l).nextSibling;ie(r).insertBefore(l,o),l=c}}}return n},O=(t,e,n=t)=>(t._$AI(e,n),t),$n={},ve=(t,e=$n)=>t._$AH=e,wn=t=>t._$AH,wt=t=>{t._$AR(),t._$AA.remove()};/**
 * @license
 * Copyright 2020 Google LLC
 * SPDX-License-Identifier: BSD-3-Clause
 */var Or=Ct(class extends Tt{constructor(t){if(super(t),t.type!==M.PROPERTY&&t.type!==M.ATTRIBUTE&&t.type!==M.BOOLEAN_ATTRIBUTE)throw Error("The `live` directive is not allowed on child or event bindings");if(!yn(t))throw Error("`live` bindings can only contain a single expression")}render(t){return t}update(t,[e]){if(e===w||e===g)return e;let n=t.element,r=t.name;if(t.type===M.PROPERTY){if(e===n[r])return w}else if(t.type===M.BOOLEAN_ATTRIBUTE){if(!!e===n.hasAttribute(r))return w}else if(t.type===M.ATTRIBUTE&&n.getAttribute(r)===e+"")return w;return ve(t),e}});/**
 * @license
 * Copyright 2017 Google LLC
 * SPDX-License-Identifier: BSD-3-Clause
 */var ae=(t,e,n)=>{let r=new Map;for(let o=e;o<=n;o++)r.set(t[o],o);return r},tt=Ct(class extends Tt{constructor(t){if(super(t),t.type!==M.CHILD)throw Error("repeat() can only be used in text expressions")}dt(t,e,n){let r;n===void 0?n=e:e!==void 0&&(r=e);let o=[],i=[],s=0;for(let a of t)o[s]=r?r(a,s):s,i[s]=n(a,s),s++;return{values:i,keys:o}}render(t,e,n){return this.dt(t,e,n).values}update(t,[e,n,r]){let o=wn(t),{values:i,keys:s}=this.dt(e,n,r);if(!Array.isArray(o))return this.ut=s,i;let a=this.ut??=[],l=[],c,h,p=0,u=o.length-1,d=0,b=i.length-1;for(;p<=u&&d<=b;)if(o[p]===null)p++;else if(o[u]===null)u--;else if(a[p]===s[d])l[d]=O(o[p],i[d]),p++,d++;else if(a[u]===s[b])l[b]=O(o[u],i[b]),u--,b--;else if(a[p]===s[b])l[b]=O(o[p],i[b]),D(t,l[b+1],o[p]),p++,b--;else if(a[u]===s[d])l[d]=O(o[u],i[d]),D(t,o[p],o[u]),u--,d++;else if(c===void 0&&(c=ae(s,d,b),h=ae(a,p,u)),c.has(a[p]))if(c.has(a[u])){let v=h.get(s[d]),q=v!==void 0?o[v]:null;if(q===null){let Vt=D(t,o[p]);O(Vt,i[d]),l[d]=Vt}else l[d]=O(q,i[d]),D(t,o[p],q),o[v]=null;d++}else wt(o[u]),u--;else wt(o[p]),p++;for(;d<=b;){let v=D(t,l[b+1]);O(v,i[d]),l[d++]=v}for(;p<=u;){let v=o[p++];v!==null&&wt(v)}return this.ut=s,ve(t,l),w}});/**
 * @license
 * Copyright 2018 Google LLC
 * SPDX-License-Identifier: BSD-3-Clause
 */var ye="important",kn=" !"+ye,Nr=Ct(class extends Tt{constructor(t){if(super(t),t.type!==M.ATTRIBUTE||t.name!=="style"||t.strings?.length>2)throw Error("The `styleMap` directive must be used in the `style` attribute and must be the only part in the attribute.")}render(t){return Object.keys(t).reduce((e,n)=>{let r=t[n];return r==null?e:e+`${n=n.includes("-")?n:n.replace(/(?:^(webkit|moz|ms|o)|)(?=[A-Z])/g,"-$&").toLowerCase()}:${r};`},"")}update(t,[e]){let{style:n}=t.element;if(this.ft===void 0)return this.ft=new Set(Object.keys(e)),this.render(e);for(let r of this.ft)e[r]==null&&(this.ft.delete(r),r.includes("-")?n.removeProperty(r):n[r]=null);for(let r in e){let o=e[r];if(o!=null){this.ft.add(r);let i=typeof o=="string"&&o.endsWith(kn);r.includes("-")||i?n.setProperty(r,i?o.slice(0,-11):o,i?ye:""):n[r]=o}}return w}});function $e({data:t,parentElement:e,setTriggerValue:n}){let r=x(e,".places");S(r,()=>k(An(t,n),r))}var An=({words:t,rows:e},n)=>f`
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
    <tbody>${e.map((r,o)=>_n(r,o,t,n))}</tbody>
  </table>
`,_n=(t,e,n,r)=>f`
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
      ${t.added?f`<span class="added">${n.added}</span>`:Sn(t,e,n,r)}
    </td>
  </tr>
`,Sn=({name:t},e,n,r)=>f`
  <button type="button" data-act=${`add ${e}`} aria-label=${`${n.add}: ${t}`} @click=${()=>r("add",e)}>
    ${n.add}
  </button>
`;var we=`.places { overflow-x: auto; container-type: inline-size; font-family: var(--st-font), sans-serif; color: var(--st-text-color); }
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
`;function m(t,e={},...n){let r=document.createElement(t);for(let[o,i]of Object.entries(e))typeof i=="function"?r.addEventListener(o.slice(2),i):i!==!1&&i!=null&&r.setAttribute(o,i===!0?"":String(i));for(let o of n)o!=null&&r.append(o);return r}function Ot(t,e,...n){let r=document.createElementNS("http://www.w3.org/2000/svg",t);for(let[o,i]of Object.entries(e))i!=null&&r.setAttribute(o,String(i));return r.append(...n),r}var En={now:()=>performance.now(),wait:(t,e)=>Number(setTimeout(t,e)),cancel:t=>clearTimeout(t)},j=class{#n=[];#i=0;#e=0;#o=0;#t=-1/0;#s=-1/0;#r;send=()=>{};constructor(e=En){this.#r=e}get isPending(){let e=this.#o<this.#e&&this.#r.now()<this.#t+6e3;return this.#n.length>0||e}answer(e){this.#o=Math.max(this.#o,e),this.#a()}push(e,n,r=0){let o=this.#n.at(-1);n&&o?.kind===e.kind&&o.criterion===e.criterion&&this.#n.pop(),this.#n.push(e),this.#s=r?this.#r.now()+r:-1/0,this.#a()}#a(){this.#r.cancel(this.#i);let e=this.#r.now(),n=this.#t+(this.#o>=this.#e?80:1500),r=Math.max(n,this.#s);if(!this.#n.length)return;if(e<r){this.#i=this.#r.wait(()=>this.#a(),r-e);return}let o=this.#n.shift();this.#e=Math.max(this.#e,this.#o)+1,this.#t=e,this.send({number:this.#e,...o})}};function ke(t,e,n,r=new Set){let o=K(t),i=t.map(u=>u/o);if(r.has(e))return i;let s=Math.max(0,1-K(i.filter((u,d)=>r.has(d)))),a=i.map((u,d)=>d!==e&&!r.has(d)),l=a.includes(!0)?Math.min(Math.max(n,0),s):s,c=Math.max(0,...i.filter((u,d)=>a[d])),h=i.map((u,d)=>a[d]?c>0?u/c:1:0),p=K(h);return i.map((u,d)=>d===e?l:a[d]?(s-l)*h[d]/p:u)}function Ae(t){let e=t.map(Math.floor),n=Math.round(K(t)-K(e)),r=t.map((o,i)=>i).sort((o,i)=>t[i]-e[i]-(t[o]-e[o]));for(let o of r.slice(0,Math.max(0,n)))e[o]+=1;return e}function et({weights:t,caution:e},n){let{weights:r}=n,o=r?[...Object.keys(t),...Object.keys(r)]:[],i=s=>Math.abs((t[s]??0)-(r?.[s]??0))<1e-9;return o.every(i)&&(n.caution===null||Math.abs(n.caution-e)<1e-9)}var K=t=>t.reduce((e,n)=>e+n,0);var Nt=()=>window.geoApp,Se=()=>({frame:null,key:"",payload:"",running:null}),B={key:"",ready:null},$=Se(),nt=0,Lt=()=>$.running?JSON.parse(JSON.stringify($.running.view())):null,Z=()=>$.running?.live??null;function Me({data:t,parentElement:e,setTriggerValue:n}){let r=x(e,".geo-frame"),o=++nt;return Cn(t,r,s=>n("event",s),()=>o===nt&&r.isConnected).catch(s=>{console.error(s),o===nt&&(r.dataset.failed="")}),()=>{r.isConnected||$.frame!==r||(nt++,$=Se(),Nt()?.stop())}}async function Cn(t,e,n,r){let{scripts:o,styles:i,start:s,height:a,payload:l}=JSON.parse(await Tn(t));e.style.setProperty("--geo-height",`${a}px`),x(e,"p").textContent=s.failed,await On(o,i);let c=Nt();if(!r()||!c)return;delete e.dataset.failed,s.theme=Nn(e);let h=JSON.stringify([o,i,s]),p=JSON.stringify(l);if($.frame!==e||$.key!==h){let u=Object.assign(document.createElement("div"),{className:"folium-map"});c.stop(),x(e,"div").replaceChildren(u),$={frame:e,key:h,payload:"",running:c.start(u,s,n)}}$.running&&($.running.session.listener=n,$.payload!==p&&($.payload=p,c.update(l)))}var Tn=t=>new Response(new Blob([t]).stream().pipeThrough(new DecompressionStream("deflate"))).text();function On(t,e){let n=[...t,...e].join();if(B.key===n)return B.ready;Nt()?.stop(),Object.assign(window,{geoApp:void 0});for(let r of document.head.querySelectorAll("[data-geo-app]"))r.remove();return B.key=n,B.ready=Promise.all([...e.map(r=>_e("link",{rel:"stylesheet",href:r})),...t.map(r=>_e("script",{src:r,async:!1}))]),B.ready.catch(()=>B.key=""),B.ready}function _e(t,e){return new Promise((n,r)=>{let o=Object.assign(document.createElement(t),e,{onload:n});o.onerror=()=>r(new Error(`${e.href??e.src} could not be loaded`)),o.dataset.geoApp="",document.head.append(o)})}function Nn(t){let e=document.createElement("canvas").getContext("2d");if(!e)return"light";e.fillStyle=getComputedStyle(t).getPropertyValue("--st-background-color"),e.fillRect(0,0,1,1);let[n,r,o]=e.getImageData(0,0,1,1).data;return .3*n+.6*r+.1*o<128?"dark":"light"}var it=250,Ee=new Map,P={weights:null,caution:null},rt=0,ot=new Set,st=()=>[...Ee.values()].some(t=>t());function at(t,e,n){return Z()?.isReady()?(st()||(P={weights:null,caution:null}),Ee.set(t,n),P={...P,...e},rt||=requestAnimationFrame(Ln),!0):!1}function Ln(){rt=0;let t=Z()?.weigh(P,st)??null;for(let e of ot)e(t)}function lt(t){if(!(!Ce()||st()||t(P))){cancelAnimationFrame(rt),rt=0,Z()?.rest();for(let e of ot)e(null)}}var Ce=()=>Z()?.ranking()??null,Te=t=>et(t,P)||!st()?null:Ce();function Oe(t){return ot.add(t),()=>ot.delete(t)}var Ne=new WeakMap;function Le({data:t,parentElement:e,setTriggerValue:n}){let r=x(e,".caution"),o=Ne.get(r)??zn(r,t);Ne.set(r,o);let{slider:i,queue:s}=o;s.send=a=>n("change",a),s.answer(t.heard),x(r,".ends").replaceChildren(m("small",{},t.low),m("small",{},t.high)),x(r,"label span").textContent=t.label,!s.isPending&&(i.value=String(t.step),lt(a=>a.caution===null||Math.abs(a.caution-t.step/t.steps)<1e-9))}function zn(t,{steps:e,heard:n}){let r=new j;r.answer(n);let i=m("input",{type:"range",min:0,max:e,step:1,oninput:()=>{let s=at("caution",{caution:i.valueAsNumber/e},()=>r.isPending);r.push({kind:"caution",value:i.valueAsNumber},!0,s?it:0)}});return t.replaceChildren(m("label",{},m("span"),i),m("div",{class:"ends"})),{slider:i,queue:r}}var ze=`.caution { font-family: var(--st-font), sans-serif; color: var(--st-text-color); font-size: 0.9rem; padding: 0.2rem 2px; }
.caution label span { display: block; }
.caution input { width: 100%; min-height: 28px; margin: 0; accent-color: var(--st-primary-color); }
.caution input:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 2px; border-radius: 4px; }
.ends { display: flex; justify-content: space-between; gap: 1rem; opacity: 0.8; }
`;var H=(t,e,n)=>m("button",{type:"button",class:"plain","data-name":e,onclick:n},t);function ct(t,e,n,r){let o=m("select",{"data-name":t,onchange:()=>r(o.value)});return o.append(...e.map(([i,s])=>new Option(s,i,!1,i===n))),o}function E(t,e,n){let r=t.querySelector(e);r&&r.textContent!==n&&(r.textContent=n)}var zt=new WeakSet;function pt(t,e){let n=()=>{zt.delete(o)&&e(o.valueAsNumber)},o=m("input",{type:"number",...t,oninput:()=>{zt.add(o)},onchange:n,onblur:n});return o}function dt(t,e){zt.has(t)||(t.value=String(e))}function He(t,e,n){let r=ct("kind",t.kinds,t.kind,s=>n.push("shape",s)),o=t.numbers.map((s,a)=>Pn(s,a,n)),i=m("label",{class:"kind"},m("span",{},t.kind_label),r);return m("div",{class:"detail"},m("p",{class:"text"}),m("p",{class:"reason"},m("span")," ",m("a",{target:"_blank",rel:"noopener noreferrer"})),Hn(t,n),m("p",{class:"chosen"}),m("div",{class:"numbers"},i,...o),m("p",{class:"problem",role:"alert"}),m("div",{class:"buttons"},...Rn(t,e,n)))}function Hn(t,e){let n=Ot("svg",{viewBox:"0 0 100 100",preserveAspectRatio:"none",role:"img"}),r=m("div",{class:"plot"},n,...t.handles.map((s,a)=>qn(a,e))),o=m("div",{class:"values","aria-hidden":"true"},m("span",{},"100"),m("span",{},"0")),i=m("div",{class:"ends","aria-hidden":"true"},m("span"),m("span"));return m("div",{class:"chart"},o,r,i)}function Rn(t,e,{push:n,detail:r}){let o=()=>r()?.points??[],i=[];t.many&&i.push(H(t.add_anchor,"more",()=>n("anchors",jn(o())))),t.many&&t.points.length>2&&i.push(H(t.remove_anchor,"fewer",()=>n("anchors",o().slice(0,-1))));let s=H(t.undo,"undo",()=>n("unshape"));return[...i,s,H(e.remove,"remove",()=>n("remove"))]}function jn(t){let[[e,n],[r,o]]=t.slice(-2);return[...t.slice(0,-1),[(e+r)/2,(n+o)/2],[r,o]]}var Bt=t=>[...t.querySelectorAll(".numbers input")];function Pn({label:t},e,{push:n,detail:r}){let o=pt({step:"any","data-name":`anchor ${e}`},()=>{let[i,s]=[o.closest(".numbers"),r()];i&&s&&n("anchors",In(Bt(o.closest(".detail")??i),s))});return m("label",{},m("span",{},t),o)}function In(t,{points:e,numbers:n}){let r=e.map(o=>[...o]);return t.forEach((o,i)=>{let s=Number.isFinite(o.valueAsNumber)?o.valueAsNumber:null;for(let[a,l]of n[i].at)r[a][l]=s}),r}function qn(t,{push:e,grip:n,detail:r,settle:o}){let i=null,s=m("span",{class:"handle","aria-hidden":"true"});s.addEventListener("pointerdown",l=>{let c=r();c&&(s.setPointerCapture(l.pointerId),i={handle:t,low:c.low,high:c.high},n(i),l.preventDefault())}),s.addEventListener("pointermove",l=>{let c=r();i&&c&&e("anchors",Un(s,l,i,c))});let a=()=>{i=null,n(null),o()};return s.addEventListener("pointerup",a),s.addEventListener("pointercancel",a),s}function Un(t,e,n,{handles:r,points:o,numbers:i}){let s=r[n.handle],a=t.parentElement.getBoundingClientRect(),l=Be(e.clientX-a.left,a.width),c=Fn(n.low+l*(n.high-n.low),s,n),h=s.free?Math.round(100*Be(a.bottom-e.clientY,a.height)):null,p=o.map((u,d)=>s.points.includes(d)?[c,h??u[1]]:u);return Re(t,{x:c,y:h??s.y},n),Bt(t.closest(".detail")).forEach((u,d)=>{let[b,v]=i[d].at[0];u.value=String(p[b][v])}),p}var Be=(t,e)=>Math.min(1,Math.max(0,t/e));function Fn(t,{between:[e,n]},{low:r,high:o}){let i=10**Math.floor(Math.log10((o-r)/50)),s=Math.max(e===null?-1/0:e+i,t),a=Math.min(n===null?1/0:n-i,s);return Number((Math.round(a/i)*i).toPrecision(12))}function Re(t,{x:e,y:n},{low:r,high:o}){t.style.left=`${100*(e-r)/(o-r)}%`,t.style.top=`${100-n}%`}function je(t,e,n,r,o){E(t,".text",e.text),E(t,".reason span",e.reason),E(t,".reason a",e.source_label),E(t,".chosen",e.chosen),E(t,".problem",r);let i=t.querySelector(".reason a");i.hidden=!e.source,e.source&&(i.href=e.source),t.querySelector("[data-name=undo]").hidden=!e.changed,n||(E(t,".ends span:first-child",e.low_text),E(t,".ends span:last-child",e.high_text));let s=n??e;if(Dn(t.querySelector("svg"),e,s),r||o)return;Bt(t).forEach((l,c)=>dt(l,e.numbers[c].value)),t.querySelectorAll(".handle").forEach((l,c)=>Re(l,e.handles[c],s))}function Dn(t,{curve:e,curve_label:n,out:r,ticks:o,chosen_at:i},{low:s,high:a}){let l=b=>Math.round(1e4*(b-s)/(a-s))/100,c=(b,v)=>b.map(q=>`M${l(q)},${v}V100`).join(""),h=e.map(([b,v])=>`${l(b)},${100-100*v}`).join("L"),[p,u]=[e[0][0],e[e.length-1][0]].map(l),d={under:`M${p},100L${h}L${u},100Z`,out:c(r,92),tick:c(o,86),selected:i===null?"":c([i],0),curve:`M${h}`};t.setAttribute("aria-label",n),t.replaceChildren(...Object.entries(d).map(([b,v])=>Ot("path",{d:v,class:b})))}var Pe=new WeakMap;function Ie({data:t,parentElement:e,setTriggerValue:n}){let r=x(e,".criteria"),o=Pe.get(r)??Vn(r,t);Pe.set(r,o),o.data=t,o.queue.send=u=>n("change",u),o.queue.answer(t.heard);let{words:i,profile:s,rows:a,more:l,opened:c,detail:h}=t,p=JSON.stringify([i,s,a.map(({id:u})=>u),l,c,h?.kind,h?.points.length]);o.shape!==p&&(Object.assign(o,{shape:p,built:t.heard,grip:null}),Jn(o)),ut(o)}var Vn=(t,e)=>({root:t,data:e,queue:new j,shape:"",built:0,held:"",grip:null,local:null,base:null});function I(t,e,n,r,o){e!=="weight"&&(t.base=null),t.queue.push({kind:e,criterion:n,value:r},e!=="lock",o)}var Ht=({queue:t,held:e,grip:n})=>!!(e||n||t.isPending);function ut(t){let{data:e,local:n}=t;Ht(t)||(n&&e.rows.some(({id:i,percent:s})=>!(Math.abs(s-n[i])<.01))&&(t.base=null),t.local=null,lt(i=>et({weights:Ue(Rt(e)),caution:i.caution??0},i))),De(t,t.local??Rt(e),t.local?null:e.rows);for(let i of e.rows)Wn(t,i);let r=e.detail&&jt(t,e.opened)?.querySelector(".detail");if(!e.detail||!r)return;let o=e.heard>t.built?e.detail.problem:"";je(r,e.detail,t.grip,o,Ht(t))}function Wn(t,{id:e,locked:n,changed:r}){let o=jt(t,e);if(o){x(o,".lock").setAttribute("aria-pressed",String(n));for(let i of qe(o))i.disabled=n;x(o,".title").setAttribute("aria-expanded",String(e===t.data.opened)),x(o,".changed").textContent=r?t.data.words.changed:""}}var jt=({root:t},e)=>t.querySelector(`[data-row="${CSS.escape(e)}"]`),qe=t=>t.querySelectorAll(".line input");function Jn(t){let{data:e,root:n}=t,{activeElement:r}=n.getRootNode(),o=r instanceof HTMLElement?r.dataset.name:void 0,i=m("ul",{"aria-label":e.words.weights},...e.rows.map(l=>Kn(l,t))),s=H(e.words.reset,"reset",()=>I(t,"reset"));n.replaceChildren(i,m("div",{class:"foot"},e.more.length?Qn(t):null,s));let a=o&&n.querySelector(`[data-name="${CSS.escape(o)}"]`);a instanceof HTMLElement&&a.focus({preventScroll:!0})}function Kn({id:t,title:e},n){let{words:r,opened:o,detail:i}=n.data,s=()=>I(n,"open",n.data.opened===t?"":t),a=m("button",{type:"button",class:"title","data-name":`open ${t}`,onclick:s},m("span",{class:"mark","aria-hidden":"true"}),m("span",{},e),m("small",{class:"changed"})),l=m("button",{type:"button",class:"lock","data-name":`lock ${t}`,"aria-label":mt(r.lock,{criterion:e}),onclick:()=>I(n,"lock",t)}),c=mt(r.weight,{criterion:e}),h=m("span",{class:"percent"},Yn(t,c,n),"%"),p=m("div",{class:"line"},a,Zn(t,c,n),h,l);return m("li",{"data-row":t},p,o===t&&i?He(i,r,{push:(d,b)=>I(n,d,t,b),grip:d=>n.grip=d,detail:()=>n.data.detail,settle:()=>ut(n)}):null)}function Zn(t,e,n){let r=()=>{n.held="",ut(n)},o=m("input",{type:"range",min:0,max:100,step:1,"data-name":`range ${t}`,"aria-label":e,oninput:()=>Fe(n,t,o.valueAsNumber),onpointerdown:()=>{n.held=t},onpointerup:r,onpointercancel:r});return o}var Yn=(t,e,n)=>pt({min:0,max:100,step:1,"data-name":`number ${t}`,"aria-label":e},r=>{Number.isFinite(r)&&Fe(n,t,Math.min(100,Math.max(0,r))),ut(n)});function Qn(t){let{words:e,more:n}=t.data,r=ct("add",[["",e.add],...n],"",o=>{o&&I(t,"add",o),r.value=""});return r.setAttribute("aria-label",e.add),r}var Rt=({rows:t})=>Object.fromEntries(t.map(({id:e,percent:n})=>[e,n])),Ue=t=>Object.fromEntries(Object.entries(t).map(([e,n])=>[e,n/100]));function Fe(t,e,n){let r=new Set(t.data.rows.filter(c=>c.locked).map(c=>c.id));if(r.has(e))return;t.base?.id!==e&&(t.base={id:e,weights:t.local??Rt(t.data)});let{weights:o}=t.base,i=Object.keys(o),s=new Set(i.flatMap((c,h)=>r.has(c)?[h]:[])),a=ke(Object.values(o),i.indexOf(e),n/100,s);t.local=Object.fromEntries(i.map((c,h)=>[c,100*a[h]])),De(t,t.local,null);let l=at("weights",{weights:Ue(t.local)},()=>Ht(t));I(t,"weight",e,t.local[e],l?it:0)}function De(t,e,n){let r=Object.values(e),o=n?n.map(i=>i.shown):Ae(r);for(let[i,s]of Object.keys(e).entries()){let a=jt(t,s);if(!a)continue;let[l,c]=qe(a);s!==t.held&&(l.value=String(r[i])),l.style.setProperty("--share",`${r[i]}%`),dt(c,o[i])}}var Ve=`.criteria { font-family: var(--st-font), sans-serif; color: var(--st-text-color); font-size: 0.875rem; container-type: inline-size;
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
`;var We=`.geo-frame, .geo-frame > div { height: max(var(--geo-height, 560px), calc(100vh - 17rem)); }
.geo-frame .folium-map { height: 100%; }
.geo-frame > p { margin: 0; padding: 10px 14px; background: #fff7ed; color: #7c2d12; border: 1px solid #fdba74; border-radius: 8px; }
.geo-frame:not([data-failed]) > p, .geo-frame[data-failed] > div { display: none; }
/* A map as high as a phone's screen would swallow every swipe. */
@media (max-width: 640px) { .geo-frame, .geo-frame > div { height: min(68vh, var(--geo-height, 560px)); } }
`;var tr=180,er=0,Pt=class{data={label:"",query:"",results:[],status:"",most:0};report=()=>{};typed=!1;listed=!1;status={text:"",className:""};marked=-1;#n;#i=`geo-places-${++er}`;#e;constructor(e){this.#e=e}get#o(){return this.#e.querySelector("input")}get#t(){return this.#e.firstElementChild?this.#o.value.trim():""}get#s(){return this.data.query!==""&&this.#t===this.data.query.trim()}get#r(){return this.listed?this.data.results:[]}update(){this.typed&&this.#t===this.data.query.trim()?this.#p():(this.#t||(this.status.text=""),this.draw())}draw(){let{data:e}=this,n=this.#r.length>0;k(f`
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
          @blur=${()=>this.#l()}
          @focus=${()=>this.#s&&this.#p()}
        />
        <ul id=${this.#i} role="listbox" aria-label=${e.label} ?hidden=${!n}>${this.#a()}</ul>
        <p role="status" class=${this.status.className}>${this.status.text}</p>
      `,this.#e),this.marked>=0&&this.#e.querySelector("[aria-selected=true]")?.scrollIntoView({block:"nearest"})}#a(){let e=n=>r=>{r.preventDefault(),this.#d(n)};return this.#r.map(({name:n,kind:r},o)=>f`
        <li id=${`${this.#i}-${o}`} role="option" aria-selected=${String(o===this.marked)} @mousedown=${e(o)}>
          <b>${n}</b><span>${r}</span>
        </li>
      `)}#p(){this.listed=!0,this.status={text:this.data.status,className:this.data.results.length?"unseen":""},this.#c(-1)}#l(){this.listed=!1,this.#c(-1)}#c(e){this.marked=e,this.draw()}#u(){clearTimeout(this.#n),this.typed=!0,this.#t||(this.status.text=""),this.#l(),this.#t&&(this.#n=setTimeout(()=>this.report("query",this.#t),tr))}#h(e){let{length:n}=this.#r,r={ArrowDown:1,ArrowUp:this.marked<0?0:-1}[e.key];if(e.key==="Escape")n||(this.#o.value=""),this.#l();else if(e.key==="Enter")clearTimeout(this.#n),this.#t&&this.#d(Math.max(this.marked,0));else if(r!==void 0&&n)this.#c((this.marked+r+n)%n);else return;e.preventDefault()}#d(e){let n=this.#s?this.data.results[e]:null;this.#s&&!this.data.results.length||(this.report("choose",{query:this.#t,at:e}),this.typed=!1,n&&(this.#o.value=n.name),this.#l())}},Je=new WeakMap;function Ke({data:t,parentElement:e,setTriggerValue:n}){let r=x(e,".search"),o=Je.get(r)??new Pt(r);Je.set(r,o),Object.assign(o,{data:t,report:n}),o.update()}var Ze=`.search { position: relative; font-family: var(--st-font); color: var(--st-text-color); font-size: 14px; line-height: 1.4; }
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
`;var rr=700,Ye=new WeakMap,It=new WeakMap;function Qe({data:t,parentElement:e,setTriggerValue:n}){let r=x(e,".ranking");It.has(r)||or(r),It.set(r,{data:t,report:n}),Xe(r,Te(t)),cr(r,t.announcement)}function or(t){let e=Oe(n=>t.isConnected?Xe(t,n):e())}function Xe(t,e){let n=It.get(t);if(!n)return;let{data:r,report:o}=n;t.toggleAttribute("data-live",!!e),t.setAttribute("aria-busy",String(!!e)),S(t,()=>k(sr(e?ir(r,e):r,o),t))}function ir(t,{sites:e,note:n}){let r=new Map(t.rows.map(l=>[l.id,l])),o=t.most??e.length,a=(t.only?e.filter(({id:l})=>t.only?.includes(l)):e).filter(({id:l},c)=>c<o||l===t.selected).map(({id:l,name:c,accuracy:h,rank_text:p,score:u,score_text:d})=>({...r.get(l)??{id:l,name:c,accuracy:h,detail:"",sure:"",alike:"",letter:""},rank:p,score:d,share:u/100}));return{...t,note:n,rows:e.length?a:t.rows}}var sr=(t,e)=>f`
  <p role="status" class="unseen"></p>
  ${t.note?f`<p class="note">${t.note}</p>`:g}
  <table>
    <caption>${t.caption}</caption>
    <thead>
      <tr>
        ${t.columns.map(([n,r,o])=>f`<th scope="col" class=${r}>
            <span class="head" tabindex="0">${n}<span class="tip" role="tooltip">${o}</span></span>
          </th>`)}
        <th scope="col"><span class="unseen">${t.comparing}</span></th>
      </tr>
    </thead>
    <tbody>${tt(t.rows,({id:n})=>n,n=>ar(n,t,e))}</tbody>
  </table>
  ${t.more?f`<button type="button" class="more" @click=${()=>e("more",!0)}>${t.more}</button>`:g}
`,ar=(t,{selected:e,comparing:n},r)=>f`
  <tr aria-selected=${String(t.id===e)} @click=${()=>r("site",t.id)}>
    <td class="rank">${t.rank}</td>
    <th scope="row" class="name">
      <button type="button" data-site=${t.id} aria-pressed=${String(t.id===e)}>${t.name}</button>
      <small title=${t.detail}>${[t.accuracy,t.detail].filter(Boolean).join(" · ")}</small>
    </th>
    <td class="score"><span>${t.score}</span><div class="bar" style="--share: ${t.share}"></div></td>
    <td class="sure">${t.sure}${t.alike?f`<small>${t.alike}</small>`:g}</td>
    <td class="compare">${lr(t,`${n}: ${t.name}`,r)}</td>
  </tr>
`;function lr({id:t,letter:e},n,r){let o=i=>{i.stopPropagation(),r("compare",t)};return f`<button
    type="button"
    class=${e&&`letter-${e}`}
    data-compare=${t}
    title=${n}
    aria-label=${n}
    aria-pressed=${String(!!e)}
    @click=${o}
  >${e||"+"}</button>`}function cr(t,e){let n=Ye.get(t)??{text:e};Ye.set(t,n),clearTimeout(n.timer),n.timer=setTimeout(()=>{n.text!==e&&(n.text=e,x(t,"[role=status]").textContent=e)},rr)}var Ge=`.ranking { container-type: inline-size; font-family: var(--st-font), sans-serif; color: var(--st-text-color); }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
caption { text-align: left; font-size: 0.8rem; opacity: 0.8; padding: 0 0 0.3rem; }
thead th { background: var(--st-background-color); text-align: left; font-weight: 600;
  font-size: 0.8rem; border-bottom: 2px solid var(--st-border-color, #d4d4d8); padding: 0.35rem 0.4rem; z-index: 1; }
tbody tr { cursor: pointer; border-bottom: 1px solid var(--st-border-color, #e4e4e7); }
tbody tr:hover { background: var(--st-secondary-background-color); }
tbody tr[aria-selected="true"] { background: color-mix(in srgb, var(--st-primary-color) 14%, transparent);
  box-shadow: inset 4px 0 0 var(--st-primary-color); }
td, tbody th { padding: 0.25rem 0.35rem; vertical-align: middle; text-align: left; font-weight: 400; }
td.rank { font-weight: 700; font-size: 1.05rem; width: 1.9rem; text-align: right; font-variant-numeric: tabular-nums; }
.name button { all: unset; cursor: pointer; font-weight: 600; min-height: 24px; line-height: 1.25; display: block; }
.name button:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 2px; border-radius: 3px; }
.name small { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; font-size: 0.75rem; line-height: 1.35; opacity: 0.8; }
tr[aria-selected="true"] .name small { -webkit-line-clamp: none; }
.head { position: relative; cursor: help; border-bottom: 1px dotted currentColor; }
.head:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 2px; }
.tip { display: none; position: absolute; top: 100%; left: 0; z-index: 2; width: max-content; max-width: 15rem; padding: 0.4rem 0.6rem;
  font-weight: 400; white-space: normal; color: var(--st-text-color); background: var(--st-background-color);
  border: 1px solid var(--st-border-color, #71717a); border-radius: 6px; }
.sure .tip, .score .tip { left: auto; right: 0; }
.head:hover .tip, .head:focus .tip { display: block; }
.score { width: 4.2rem; font-variant-numeric: tabular-nums; font-weight: 600; }
.bar { height: 5px; border-radius: 3px; background: var(--st-secondary-background-color); margin-top: 3px; overflow: hidden; }
.bar::before { content: ""; display: block; height: 100%; width: calc(var(--share) * 100%); background: var(--st-primary-color); }
.sure { font-variant-numeric: tabular-nums; white-space: nowrap; } .sure small { display: block; font-size: 0.75rem; opacity: 0.8; }
.unseen { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); }
.compare button { font: inherit; font-size: 0.85rem; font-weight: 700; width: 26px; height: 26px; padding: 0; border-radius: 50%;
  border: 1px solid var(--st-border-color, #71717a); background: transparent; color: inherit; cursor: pointer; }
.compare button[aria-pressed="true"] { color: #fff; border-color: transparent; }
.letter-A { background: #0072b2 !important; } .letter-B { background: #b45309 !important; }
.letter-C { background: #007a5e !important; } .letter-D { background: #a3216f !important; }
.more { font: inherit; font-weight: 600; min-height: 32px; width: 100%; margin: 0.3rem 0; cursor: pointer; color: inherit;
  background: var(--st-secondary-background-color); border: 1px solid var(--st-border-color, #d4d4d8); border-radius: 6px; }
.compare button:focus-visible, .more:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 2px; }
.note { margin: 0 0 0.3rem; font-size: 0.8rem; }
[data-live] .sure, [data-live] .name small { opacity: 0.35; }
/* On a phone a row is a card: the name over its figures. */
@container (max-width: 23.5rem) {
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tbody tr { display: grid; grid-template-columns: 2.2rem 4.5rem 1fr 2.2rem; align-items: center; padding: 0.2rem 0; }
  .name { grid-column: 2 / 4; padding-bottom: 0; } tr[aria-selected="false"] .name small { -webkit-line-clamp: 1; } td.rank { width: auto; grid-row: 1 / 3; } td.compare { grid-row: 1 / 3; grid-column: 4; }
  td.score { grid-column: 2; grid-row: 2; padding-top: 0; } td.sure { grid-column: 3; grid-row: 2; padding-top: 0; } .sure small { display: inline; margin-left: 0.5rem; }
}
`;var ht=t=>f`<svg viewBox="-10 -10 20 20" aria-hidden="true"><path d=${t} /></svg>`,qt=(t,e)=>e.length?f`<ul class=${t}>${e.map(n=>f`<li>${n}</li>`)}</ul>`:g;var dr={go:"M-6,0H6M1,-5L6,0L1,5",replace:"M6,-2A6.3,6.3 0 1 0 6,3M6,-7V-2H1",up:"M0,6V-6M-5,-1L0,-6L5,-1",down:"M0,-6V6M-5,1L0,6L5,1",remove:"M-5,-5L5,5M5,-5L-5,5"},Ut=new WeakSet;function en({data:t,parentElement:e,setTriggerValue:n}){let r=x(e,".story"),o=(s,a=-1,l="",c=null)=>n("act",{act:s,number:a,text:l,view:c,at:Date.now()});Ut.delete(r);let i=()=>S(r,()=>k(ur(r,t,o,i),r));i()}var ur=(t,e,n,r)=>f`
  <p class="intro">${e.words.intro}</p>
  <div class="acts">
    <button type="button" class="first" ?disabled=${e.full} @click=${()=>n("add",-1,"",Lt())}>
      ${e.words.add}
    </button>
    ${fr(t,e,n,r)}
    <button type="button" ?disabled=${!e.saved} @click=${()=>Y(e.saved,e.file,"application/json")}>
      ${e.words.save}
    </button>
  </div>
  <div class="status" role="status">${hr(t,e,n)}</div>
  <ol ?hidden=${!e.rows.length}>${e.rows.map((o,i)=>mr(o,i,e,n))}</ol>
`;function hr(t,{words:e,rows:n,problem:r,full:o,removed:i},s){return Ut.has(t)?f`<p class="bad">${e.too_large}</p>`:[r?f`<p class="bad">${r}</p>`:g,o?f`<p class="notes">${e.full}</p>`:g,n.length?g:f`<p>${e.empty}</p>`,i?f`<p>${i} <button type="button" @click=${()=>s("undo")}>${e.undo}</button></p>`:g]}function mr(t,e,{rows:n,words:r,most:o},i){let s=`${e+1}. ${t.title}`,a=(p,u,d=!1)=>f`<button
    type="button"
    title=${r[p]}
    aria-label=${`${r[p]}: ${s}`}
    data-number=${e}
    data-part=${p}
    ?disabled=${d}
    @click=${u}
  >${ht(dr[p])}</button>`,l=p=>`${r[p]}: ${s}`,[c,h]=[tn("title",e,t.title,i),tn("note",e,t.note,i)];return f`
    <li>
      <span class="number">${e+1}</span>
      <input type="text" .value=${t.title} maxlength=${o.title} aria-label=${l("title")} data-number=${e}
        data-part="title" @change=${c.onChange} @keydown=${c.onKey} />
      <span class="tools">
        ${a("go",()=>i("go",e),!t.fits)}
        ${a("replace",()=>i("replace",e,"",Lt()))}
        ${a("up",()=>i("up",e),e===0)}
        ${a("down",()=>i("down",e),e===n.length-1)}
        ${a("remove",()=>i("remove",e))}
      </span>
      <small class=${t.fits?"":"bad"}>${t.fits?t.what:r.unfit}</small>
      <textarea rows="2" .value=${t.note} maxlength=${o.note} placeholder=${r.note} aria-label=${l("note")}
        data-number=${e} data-part="note" @change=${h.onChange} @keydown=${h.onKey}></textarea>
    </li>
  `}var tn=(t,e,n,r)=>({onChange:({currentTarget:o})=>r(t,e,o.value),onKey:({key:o,currentTarget:i})=>{let s=i;o==="Escape"&&(s.value=n),o==="Enter"&&t==="title"&&s.blur()}});function fr(t,{words:e,most:n},r,o){let i=async({currentTarget:a})=>{let l=a,c=l.files?.[0];c&&(c.size>n.bytes?(Ut.add(t),o()):r("load",-1,await c.text(),c.name),l.value="")};return f`
    <button type="button" @click=${()=>t.querySelector("input[type=file]").click()}>${e.load}</button>
    <input type="file" accept=".json" hidden tabindex="-1" aria-label=${e.load} @change=${i} />
  `}var nn=`.story { display: grid; gap: 8px; font-family: var(--st-font); color: var(--st-text-color); font-size: 14px; line-height: 1.4; }
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
`;var rn;function an({data:t}){rn?.disconnect(),on(t);let e=new MutationObserver(()=>on(t));return rn=e,e.observe(document.body,{childList:!0,subtree:!0}),()=>e.disconnect()}function on({choose:t,limit:e,remove:n}){for(let r of document.querySelectorAll("[data-testid=stFileUploaderDropzone]")){r.getAttribute("role")!=="group"&&r.setAttribute("role","group"),Ft(r.querySelector("input"),r.getAttribute("aria-label")),sn(r.querySelector("[data-testid=stBaseButton-secondary] p"),t),sn(r.querySelector("[data-testid=stFileUploaderDropzoneInstructions] span"),e),Ft(r.querySelector("[data-testid=stBaseButton-borderlessIcon]"),t);for(let o of r.querySelectorAll("[data-testid=stFileChip]"))Ft(o.querySelector("button"),n)}}function sn(t,e){t&&t.textContent!==e&&(t.textContent=e)}function Ft(t,e){t&&e!==null&&t.getAttribute("aria-label")!==e&&t.setAttribute("aria-label",e)}var br="M0,8C-4,2 -5.5,0 -5.5,-3A5.5,5.5 0 1 1 5.5,-3C5.5,0 4,2 0,8Z",xr="M-5,-5L5,5M5,-5L-5,5",vr=80,yr=2e3,ln=new WeakMap;function pn({data:t,parentElement:e,setTriggerValue:n}){let r=x(e,".own"),o=ln.get(r);ln.set(r,t.count);let i=(s,a,l)=>n(s,{id:a,text:l});S(r,()=>k($r(r,t,i),r)),t.rest!==null&&o!==void 0&&o!==t.count&&(Dt(r).value=t.rest)}var Dt=t=>t.querySelector("textarea");function $r(t,e,n){let{words:r,rows:o}=e,i=()=>{let{value:a}=Dt(t);a.trim()?n("paste","",a):Dt(t).focus()},s=({key:a,ctrlKey:l,metaKey:c})=>{a==="Enter"&&(l||c)&&i()};return f`
    <ul ?hidden=${!o.length}>${tt(o,({id:a})=>a,a=>wr(a,r,n))}</ul>
    <div class="status" role="status">${kr(e,n)}</div>
    <label class="paste">
      <span>${r.paste}</span><textarea rows="3" spellcheck="false" @keydown=${s}></textarea>
      <small>${r.paste_help}</small>
    </label>
    <div class="acts">
      <button type="button" class="first" @click=${i}>${r.add}</button>
      <button type="button" ?disabled=${!e.saved} @click=${()=>Y(e.saved,"sites.geojson","application/geo+json")}>
        ${r.save}
      </button>
    </div>
  `}function wr(t,e,n){let r=(o,i,s)=>f`<button
    type="button"
    title=${e[o]}
    aria-label=${`${e[o]}: ${t.name}`}
    data-id=${t.id}
    data-part=${o}
    @click=${()=>n(s,t.id,"")}
  >${ht(i)}</button>`;return f`
    <li aria-current=${t.selected?"true":g}>
      ${r("show",br,"select")}
      ${cn(t,"name",t.name,vr,e,o=>n("rename",t.id,o))}
      ${r("remove",xr,"remove")}
      <span class="where">
        ${cn(t,"place",t.place,yr,e,o=>n("move",t.id,o))}
        ${t.area?f`<span>${t.area}</span>`:g}
      </span>
    </li>
  `}function cn(t,e,n,r,o,i){let s=({currentTarget:l})=>{let c=l;c.value.trim()?i(c.value):c.value=n},a=({key:l,currentTarget:c})=>{let h=c;l==="Enter"&&h.blur(),l==="Escape"&&(h.value=n)};return f`<input
    type="text"
    class=${e}
    .value=${n}
    maxlength=${r}
    aria-label=${`${o[e]}: ${t.name}`}
    data-id=${t.id}
    data-part=${e}
    @change=${s}
    @keydown=${a}
  />`}function kr({words:t,rows:e,added:n,problems:r,notes:o,removed:i},s){let a=()=>s("undo","","undo");return[e.length?g:f`<p>${t.empty}</p>`,n?f`<p class="good">${n}</p>`:g,qt("bad",r),qt("notes",o),i?f`<p>${i} <button type="button" @click=${a}>${t.undo}</button></p>`:g]}var dn=`.own { display: grid; gap: 8px; font-family: var(--st-font); color: var(--st-text-color); font-size: 14px; line-height: 1.4; }
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
`;var ui=Yt,hi=A($e,we),mi=A(Le,ze),fi=A(Ie,Ve),gi=A(Me,We),bi=A(Ke,Ze),xi=A(Qe,Ge),vi=A(en,nn),yi=an,$i=A(pn,dn);export{ui as address,hi as best_places,mi as caution_slider,fi as criteria_editor,gi as map_view,bi as place_search,xi as ranking_table,vi as story,yi as uploader_texts,$i as user_sites};
